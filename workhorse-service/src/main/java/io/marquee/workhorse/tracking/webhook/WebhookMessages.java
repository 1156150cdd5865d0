package io.marquee.workhorse.tracking.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.marquee.workhorse.tracking.wire.MlflowMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers about webhooks. No secret is ever among them. */
final class WebhookMessages {

    private WebhookMessages() {}

    @MlflowMessage
    record EventMessage(String entity, String action) {

        static EventMessage of(WebhookEvent event) {
            return new EventMessage(event.entity(), event.action());
        }
    }

    @MlflowMessage
    record WebhookMessage(
            String webhookId,
            String name,
            @Nullable String description,
            String url,
            String kind,
            List<EventMessage> events,
            String status,
            @Nullable String disabledReason,
            long creationTimestamp,
            long lastUpdatedTimestamp) {

        static WebhookMessage of(Webhook webhook) {
            return new WebhookMessage(
                    webhook.id(),
                    webhook.name(),
                    webhook.description(),
                    webhook.url(),
                    webhook.kind().name(),
                    webhook.events().stream().sorted().map(EventMessage::of).toList(),
                    webhook.status().name(),
                    webhook.disabledReason(),
                    webhook.creationTime(),
                    webhook.lastUpdateTime());
        }
    }

    @MlflowMessage
    record OneWebhook(WebhookMessage webhook) {}

    @MlflowMessage
    record Webhooks(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<WebhookMessage> webhooks,
            @Nullable String nextPageToken) {}

    @MlflowMessage
    record TestResult(
            boolean success,
            @Nullable Integer responseStatus,
            @Nullable String responseBody,
            @Nullable String errorMessage,
            long responseTimeMs) {}

    @MlflowMessage
    record Tested(TestResult result) {}

    /** An entry of the log; times are milliseconds since the epoch. */
    @MlflowMessage
    record DeliveryMessage(
            String deliveryId,
            EventMessage event,
            String registryEventId,
            String state,
            int attempts,
            long creationTimestamp,
            @Nullable Long nextAttemptTimestamp,
            @Nullable Long endTimestamp,
            @Nullable Integer responseStatus,
            @Nullable String error) {}

    @MlflowMessage
    record Deliveries(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DeliveryMessage> deliveries,
            @Nullable String nextPageToken) {}
}
