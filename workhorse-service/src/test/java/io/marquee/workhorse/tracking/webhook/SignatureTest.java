package io.marquee.workhorse.tracking.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {

    /**
     * The expected value is OpenSSL's: {@code printf '%s' '<id>.<seconds>.<body>' | openssl dgst -sha256 -hmac 'whsec é'
     * -binary | base64}.
     */
    @Test
    void shouldSignAsMlflowDoes() {
        // When
        String signature = Signature.of(
                "whsec é",
                "d1b6b3a0-7f4e-4f0e-9a53-0b6a2f1c9e11",
                1_767_225_600,
                "{\"entity\":\"model_version\",\"action\":\"created\"}");

        // Then
        assertThat(signature).isEqualTo("v1,nXUmYXQi/TlwErDM2Vy54XxY4N8YSXaTqxN9QyUPAT4=");
    }
}
