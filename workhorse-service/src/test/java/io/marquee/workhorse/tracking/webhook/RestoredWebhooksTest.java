package io.marquee.workhorse.tracking.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks that come back under another key are disabled, with the reason, and can be mended. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class RestoredWebhooksTest {

    private static final String OTHER_KEY = "/////////////////////////////////////////w8=";

    @TestHTTPResource("/")
    URI base;

    @Inject
    Database database;

    @Inject
    RestoredWebhooks restored;

    private MlflowHttp mlflow;
    private String signed;
    private String unsigned;

    @BeforeEach
    void makeWebhooks() {
        mlflow = new MlflowHttp(base);
        signed = create(", \"secret\": \"a secret\"");
        unsigned = create("");
    }

    @AfterEach
    void remove() {
        mlflow.delete("webhooks/" + signed, "{}");
        mlflow.delete("webhooks/" + unsigned, "{}");
    }

    @Test
    void shouldLeaveWebhooksAloneWhoseSecretCanBeOpened() {
        // When
        int disabled = database.with(restored::disableUnreadable);

        // Then
        assertThat(disabled).isZero();
        assertThat(webhook(signed).path("status").asText()).isEqualTo("ACTIVE");
        assertThat(webhook(signed).has("disabled_reason")).isFalse();
    }

    @Test
    void shouldDisableAWebhookWhoseSecretWasKeptWithAnotherKey() {
        // Given
        String closed = new SecretBox(OTHER_KEY, new SecureRandom()).close(signed, "a secret");
        database.update("UPDATE tracking.webhook SET secret = ? WHERE webhook_id = ?", closed, signed);

        // When
        int disabled = database.with(restored::disableUnreadable);
        JsonNode after = webhook(signed);
        MlflowHttp.Answer tooSoon = mlflow.patch("webhooks/" + signed, "{\"status\": \"ACTIVE\"}");
        JsonNode mended = mlflow.patch("webhooks/" + signed, "{\"status\": \"ACTIVE\", \"secret\": \"again\"}")
                .json()
                .path("webhook");

        // Then
        assertThat(disabled).isEqualTo(1);
        assertThat(after.path("status").asText()).isEqualTo("DISABLED");
        assertThat(after.path("disabled_reason").asText()).isEqualTo(RestoredWebhooks.OTHER_KEY);
        assertThat(webhook(unsigned).path("status").asText()).isEqualTo("ACTIVE");
        assertThat(tooSoon.status()).isEqualTo(400);
        assertThat(tooSoon.body()).contains("another marquee.webhook.secret-key");
        assertThat(mended.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(mended.has("disabled_reason")).isFalse();
    }

    @Test
    void shouldDisableAWebhookWithASecretWhereThereIsNoKey() {
        // Given
        RestoredWebhooks keyless =
                new RestoredWebhooks(new WebhookTools.WebhookSecrets(Optional.empty()), Clock.systemUTC());

        // When
        database.with(keyless::disableUnreadable);

        // Then
        assertThat(webhook(signed).path("status").asText()).isEqualTo("DISABLED");
        // The key that it was kept with is the present one, so it need not be given again.
        assertThat(mlflow.patch("webhooks/" + signed, "{\"status\": \"ACTIVE\"}")
                        .status())
                .isEqualTo(200);
    }

    private String create(String more) {
        return mlflow.post(
                        "webhooks",
                        "{\"name\": \"hook\", \"url\": \"http://127.0.0.7:9/hook\", \"events\":"
                                + " [\"model_version.created\"]" + more + "}")
                .json()
                .at("/webhook/webhook_id")
                .asText();
    }

    private JsonNode webhook(String id) {
        return mlflow.get("webhooks/" + id, Map.of()).json().path("webhook");
    }
}
