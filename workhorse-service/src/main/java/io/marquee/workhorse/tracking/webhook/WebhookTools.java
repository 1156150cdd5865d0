package io.marquee.workhorse.tracking.webhook;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The parts of deliveries, set up by the configuration. */
@ApplicationScoped
class WebhookTools {

    private final WebhookConfig config;

    WebhookTools(WebhookConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    AddressPolicy addressPolicy() {
        return new AddressPolicy(
                config.allowedSchemes(),
                config.allowedNetworks().orElse(List.of()).stream()
                        .map(Network::parse)
                        .toList(),
                InetAddress::getAllByName);
    }

    @Produces
    @Singleton
    GithubRepositories githubRepositories() {
        return new GithubRepositories(config.github().apiUrl(), config.github().token());
    }

    @Produces
    @Singleton
    WebhookSecrets secrets() {
        return new WebhookSecrets(
                config.secretKey().filter(key -> !key.isBlank()).map(key -> new SecretBox(key, new SecureRandom())));
    }

    @Produces
    @Singleton
    DeliverySender sender(
            AddressPolicy policy, GithubRepositories github, WebhookSecrets secrets, Vertx vertx, Clock clock) {
        return new DeliverySender(policy, github, secrets.box(), new PinnedHttp(vertx, config.timeout(), null), clock);
    }

    /**
     * How secrets are kept.
     *
     * @param box empty when there is no key
     */
    record WebhookSecrets(Optional<SecretBox> box) {

        /** Whether there is a key, and it opens that secret of that webhook. */
        boolean open(String webhookId, String closed) {
            return box.filter(key -> key.opens(webhookId, closed)).isPresent();
        }
    }
}
