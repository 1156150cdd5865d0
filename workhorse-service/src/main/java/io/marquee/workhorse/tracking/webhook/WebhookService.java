package io.marquee.workhorse.tracking.webhook;

import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.webhook.DeliverySender.Outcome;
import io.marquee.workhorse.tracking.webhook.WebhookMessages.TestResult;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, changes, tries and removes webhooks. */
@ApplicationScoped
class WebhookService {

    private static final int MAX_NAME = 256;
    private static final int MAX_DESCRIPTION = 1_000;
    private static final int MAX_SECRET = 1_000;

    private final WebhookTable webhooks;
    private final DeliveryTable deliveries;
    private final AddressPolicy policy;
    private final GithubRepositories github;
    private final WebhookTools.WebhookSecrets secrets;
    private final DeliverySender sender;
    private final WebhookConfig config;
    private final Clock clock;

    WebhookService(
            WebhookTable webhooks,
            DeliveryTable deliveries,
            AddressPolicy policy,
            GithubRepositories github,
            WebhookTools.WebhookSecrets secrets,
            DeliverySender sender,
            WebhookConfig config,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.policy = policy;
        this.github = github;
        this.secrets = secrets;
        this.sender = sender;
        this.config = config;
        this.clock = clock;
    }

    /** What a client wants to be so; null leaves it as it is. */
    record Wish(
            @Nullable String name,
            @Nullable String description,
            @Nullable String url,
            Set<WebhookEvent> events,
            @Nullable String secret,
            Webhook.@Nullable Status status) {

        @Override
        public String toString() {
            return "wish for a webhook to " + url;
        }
    }

    @Transactional
    Webhook create(Wish wish, Webhook.Kind kind) {
        if (wish.name() == null || wish.url() == null) {
            throw MlflowException.invalid("A webhook needs a name and a url.");
        }
        requireEvents(wish.events(), kind);
        String id = UUID.randomUUID().toString();
        long now = clock.millis();
        webhooks.add(new Webhook(
                0,
                id,
                name(wish.name()),
                Names.limited("webhook description", wish.description(), MAX_DESCRIPTION),
                url(wish.url(), kind),
                kind,
                wish.events(),
                wish.status() == null ? Webhook.Status.ACTIVE : wish.status(),
                closed(id, wish.secret(), kind),
                null,
                now,
                now));
        return get(id);
    }

    @Transactional
    Webhook update(String id, Wish wish) {
        Webhook now = webhooks.findLocked(id).orElseThrow(() -> noSuchWebhook(id));
        Set<WebhookEvent> events = wish.events().isEmpty() ? now.events() : wish.events();
        requireEvents(events, now.kind());
        Webhook.Status status = wish.status() == null ? now.status() : wish.status();
        if (status == Webhook.Status.ACTIVE && wish.secret() == null) {
            requireReadable(now);
        }
        boolean mended = status == Webhook.Status.ACTIVE || wish.secret() != null;
        webhooks.update(new Webhook(
                now.no(),
                id,
                wish.name() == null ? now.name() : name(wish.name()),
                wish.description() == null
                        ? now.description()
                        : Names.limited("webhook description", wish.description(), MAX_DESCRIPTION),
                wish.url() == null ? now.url() : url(wish.url(), now.kind()),
                now.kind(),
                events,
                status,
                wish.secret() == null ? now.closedSecret() : closed(id, wish.secret(), now.kind()),
                mended ? null : now.disabledReason(),
                now.creationTime(),
                clock.millis()));
        return get(id);
    }

    Webhook get(String id) {
        return webhooks.find(id).orElseThrow(() -> noSuchWebhook(id));
    }

    List<Webhook> list(long after, int limit) {
        return webhooks.list(after, limit);
    }

    void delete(String id) {
        if (!webhooks.remove(id)) {
            throw noSuchWebhook(id);
        }
    }

    /** The log of its deliveries, newest first. */
    List<DeliveryTable.Logged> log(String id, long before, int limit) {
        return deliveries.log(get(id).no(), before, limit);
    }

    /** Sends an example once and tells what came of it. */
    TestResult test(String id, @Nullable WebhookEvent wanted) {
        Webhook webhook = get(id);
        WebhookEvent event =
                wanted == null ? webhook.events().stream().sorted().findFirst().orElseThrow() : wanted;
        String body = webhook.kind() == Webhook.Kind.HTTP
                ? DeliveryBody.mlflow(event, clock.instant(), EventData.example(event))
                : DeliveryBody.githubDispatch(
                        config.github().eventType() + "-test", event, clock.instant(), EventData.example(event));
        long begin = System.nanoTime();
        Outcome outcome = sender.send(
                new DeliverySender.Target(id, webhook.url(), webhook.kind(), webhook.closedSecret()),
                UUID.randomUUID().toString(),
                body);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        return switch (outcome) {
            case Outcome.Answered answer ->
                new TestResult(answer.isSuccess(), answer.status(), answer.body(), null, millis);
            case Outcome.Unreachable unreachable ->
                new TestResult(false, null, null, "Failed to test webhook: " + unreachable.reason(), millis);
            case Outcome.Refused refused ->
                new TestResult(false, null, null, "Failed to test webhook: " + refused.reason(), millis);
        };
    }

    /** One that was disabled because of its secret stays so until the secret can be opened. */
    private void requireReadable(Webhook webhook) {
        String closed = webhook.closedSecret();
        if (webhook.disabledReason() != null && closed != null && !secrets.open(webhook.id(), closed)) {
            throw MlflowException.invalid("The webhook cannot be made ACTIVE: " + webhook.disabledReason() + ".");
        }
    }

    private static String name(String name) {
        Names.name("webhook name", name);
        return Names.limited("webhook name", name, MAX_NAME);
    }

    /** Judged here for the user's sake, and again at each delivery for ours. */
    private String url(String url, Webhook.Kind kind) {
        URI uri = policy.read(url);
        if (kind == Webhook.Kind.GITHUB_DISPATCH) {
            github.requireDispatches(uri);
        }
        try {
            policy.judge(uri);
        } catch (UnknownHostException e) {
            throw MlflowException.invalid("Invalid webhook URL: its host cannot be found.");
        }
        return url;
    }

    private @Nullable String closed(String id, @Nullable String secret, Webhook.Kind kind) {
        if (secret == null || secret.isEmpty()) {
            return null;
        }
        if (kind == Webhook.Kind.GITHUB_DISPATCH) {
            throw MlflowException.invalid("A GitHub dispatch is not signed; leave the secret away.");
        }
        Names.limited("webhook secret", secret, MAX_SECRET);
        return secrets.box()
                .orElseThrow(() -> MlflowException.invalid("Webhooks with a secret need a key to keep it with; set"
                        + " marquee.webhook.secret-key (MARQUEE_WEBHOOK_SECRET_KEY)."))
                .close(id, secret);
    }

    private static void requireEvents(Set<WebhookEvent> events, Webhook.Kind kind) {
        if (events.isEmpty()) {
            throw MlflowException.invalid("Webhook events cannot be empty");
        }
        if (kind == Webhook.Kind.GITHUB_DISPATCH
                && !Set.of(WebhookEvent.MODEL_VERSION_STAGE_TRANSITIONED, WebhookEvent.MODEL_VERSION_ALIAS_CREATED)
                        .containsAll(events)) {
            throw MlflowException.invalid("A GitHub dispatch is for promotions: its events can be"
                    + " model_version_stage.transitioned and model_version_alias.created.");
        }
    }

    private static MlflowException noSuchWebhook(String id) {
        return MlflowException.missing("Webhook with ID " + Names.oneLine("webhook_id", id) + " not found.");
    }
}
