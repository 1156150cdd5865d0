package io.marquee.workhorse.tracking.webhook;

import io.marquee.contract.event.RegistryEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes down who is to be told of a change, in the transaction that makes the change: a delivery exists if, and only if, the
 * change does.
 */
@ApplicationScoped
class DeliveryRecorder {

    private static final String PRODUCTION = "Production";

    private final WebhookTable webhooks;
    private final DeliveryTable deliveries;
    private final EventData data;
    private final WebhookConfig config;
    private final Clock clock;

    DeliveryRecorder(
            WebhookTable webhooks, DeliveryTable deliveries, EventData data, WebhookConfig config, Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.data = data;
        this.config = config;
        this.clock = clock;
    }

    void record(@Observes RegistryEvent change) {
        EventData.kindOf(change).ifPresent(event -> {
            List<Webhook> wanting = webhooks.activeFor(event);
            if (wanting.isEmpty()) {
                return;
            }
            Map<String, @Nullable Object> content = data.of(event, change);
            for (Webhook webhook : wanting) {
                if (webhook.kind() == Webhook.Kind.HTTP) {
                    add(webhook, change, event, DeliveryBody.mlflow(event, change.timestamp(), content));
                } else if (isPromotion(change)) {
                    add(
                            webhook,
                            change,
                            event,
                            DeliveryBody.githubDispatch(
                                    config.github().eventType(), event, change.timestamp(), content));
                }
            }
        });
    }

    private void add(Webhook webhook, RegistryEvent change, WebhookEvent event, String body) {
        deliveries.add(webhook.no(), UUID.randomUUID().toString(), change.eventId(), event, body, clock.millis());
    }

    private boolean isPromotion(RegistryEvent change) {
        return switch (change.action()) {
            case STAGE_TRANSITIONED -> PRODUCTION.equals(change.stage());
            case ALIAS_SET -> config.github().alias().equals(change.alias());
            default -> false;
        };
    }
}
