package io.marquee.workhorse.tracking.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final SecretBox box = new SecretBox(KEY, new SecureRandom());

    @Test
    void shouldGiveTheSecretBackToItsOwnerOnly() {
        // When
        String closed = box.close("hook-1", "geheim é");

        // Then
        assertThat(closed).doesNotContain("geheim").isNotEqualTo(box.close("hook-1", "geheim é"));
        assertThat(box.open("hook-1", closed)).isEqualTo("geheim é");
        assertThatThrownBy(() -> box.open("hook-2", closed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("webhook hook-2")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> new SecretBox("/" + KEY.substring(1), new SecureRandom()).open("hook-1", closed))
                .hasMessageContaining("was marquee.webhook.secret-key changed?");
    }

    @Test
    void shouldRefuseAKeyOfAnotherLength() {
        assertThatThrownBy(() -> new SecretBox("AAEC", new SecureRandom()))
                .hasMessage("the key of webhook secrets must have 32 bytes, got: 3");
        assertThatThrownBy(() -> new SecretBox("not base64!", new SecureRandom()))
                .hasMessage("the key of webhook secrets must be Base64");
    }
}
