package io.marquee.workhorse.tracking.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How webhooks are delivered, and where they may lead. */
@ConfigMapping(prefix = "marquee.webhook")
public interface WebhookConfig {

    /**
     * 32 bytes in Base64 (openssl rand -base64 32) that secrets are encrypted with at rest; without it webhooks with a secret are
     * refused.
     */
    Optional<String> secretKey();

    /** Schemes of addresses; {@code http} is for private networks only, its content can be read on the way. */
    @WithDefault("https")
    Set<String> allowedSchemes();

    /** Networks beside the public internet that webhooks may lead to, such as 10.1.0.0/16; link-local ones never. */
    Optional<List<String>> allowedNetworks();

    /** For the connection, and again for each wait for bytes of the answer. */
    @WithDefault("10s")
    Duration timeout();

    /** Attempts for a delivery, the first included. */
    @WithDefault("6")
    @Min(1)
    int attempts();

    /** Wait before the second attempt; it doubles each time. */
    @WithDefault("1s")
    Duration firstWait();

    /** Longest wait between two attempts. */
    @WithDefault("10m")
    Duration longestWait();

    /** Draws the random part of waits; instances that share a database should differ. */
    @WithDefault("17")
    long jitterSeed();

    /** How often is looked for deliveries that are due, 1s at least. */
    @WithDefault("1s")
    Duration interval();

    /** Deliveries that are on their way at the same time. */
    @WithDefault("8")
    @Min(1)
    int parallel();

    /** For how long the log of deliveries keeps what has ended. */
    @WithDefault("30d")
    Duration retention();

    /** Whose repository is told of promotions. */
    Github github();

    /** Whose repository is told of promotions. */
    interface Github {

        /** GitHub's API, or that of an own GitHub Enterprise server. The token is sent nowhere else. */
        @WithDefault("https://api.github.com")
        URI apiUrl();

        /** Allowed to write contents of the repositories; from the environment only. */
        Optional<String> token();

        /** The alias whose setting is a promotion, as moving to Production is. */
        @WithDefault("champion")
        String alias();

        /** Name of the event that workflows listen for. */
        @WithDefault("model-promoted")
        String eventType();
    }
}
