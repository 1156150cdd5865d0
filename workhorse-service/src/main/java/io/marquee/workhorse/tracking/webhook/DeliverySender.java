package io.marquee.workhorse.tracking.webhook;

import io.marquee.workhorse.tracking.wire.MlflowException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends a delivery once, signed as its receiver expects, to an address that may be spoken to. */
final class DeliverySender {

    private static final String GITHUB_VERSION = "2022-11-28";

    private final AddressPolicy policy;
    private final GithubRepositories github;
    private final Optional<SecretBox> secrets;
    private final PinnedHttp http;
    private final Clock clock;

    DeliverySender(
            AddressPolicy policy,
            GithubRepositories github,
            Optional<SecretBox> secrets,
            PinnedHttp http,
            Clock clock) {
        this.policy = policy;
        this.github = github;
        this.secrets = secrets;
        this.http = http;
        this.clock = clock;
    }

    /** Where a delivery goes. */
    record Target(
            String webhookId,
            String url,
            Webhook.Kind kind,
            @Nullable String closedSecret) {}

    /** What became of an attempt. */
    sealed interface Outcome {

        /**
         * The receiver answered.
         *
         * @param retryAfter when it wants to be asked again; null when it does not say
         */
        record Answered(int status, String body, @Nullable Duration retryAfter) implements Outcome {

            boolean isSuccess() {
                return status / 100 == 2;
            }
        }

        /** It could not be reached, which may pass. */
        record Unreachable(String reason) implements Outcome {}

        /** It must not be spoken to, or cannot be as we are set up. */
        record Refused(String reason) implements Outcome {}
    }

    Outcome send(Target target, String deliveryId, String body) {
        try {
            URI uri = policy.read(target.url());
            InetAddress address = policy.judge(uri);
            Map<String, String> headers = target.kind() == Webhook.Kind.HTTP
                    ? signed(target, deliveryId, body)
                    : github.headers(uri, GITHUB_VERSION);
            PinnedHttp.Answer answer = http.post(uri, address, headers, body.getBytes(StandardCharsets.UTF_8));
            return new Outcome.Answered(
                    answer.status(), answer.body(), retryAfter(answer.headers().get("retry-after")));
        } catch (UnknownHostException e) {
            return new Outcome.Unreachable("the host cannot be found");
        } catch (IOException e) {
            return new Outcome.Unreachable(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (IllegalArgumentException e) {
            // Trying again changes nothing; what is wrong is not repeated, since it may be the token.
            return new Outcome.Refused("a header has a character that headers cannot have, look at the token");
        } catch (MlflowException | IllegalStateException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> signed(Target target, String deliveryId, String body) {
        long seconds = clock.instant().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "marquee");
        headers.put("X-MLflow-Delivery-Id", deliveryId);
        headers.put("X-MLflow-Timestamp", Long.toString(seconds));
        if (target.closedSecret() != null) {
            String secret = secrets.orElseThrow(() -> new IllegalStateException(
                            "the webhook has a secret, and marquee.webhook.secret-key is not set"))
                    .open(target.webhookId(), target.closedSecret());
            headers.put("X-MLflow-Signature", Signature.of(secret, deliveryId, seconds, body));
        }
        return headers;
    }

    private static @Nullable Duration retryAfter(@Nullable String header) {
        return header != null && header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
    }
}
