package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.online.redis.RedisSettings;
import io.marquee.workhorse.feature.online.redis.RedisType;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes the framework's Redis client, which rows are read with, go where {@link OnlineStoreConfig} says. */
@ApplicationScoped
public class OnlineRedisCustomizer implements RedisOptionsCustomizer {

    private final OnlineStoreConfig config;

    OnlineRedisCustomizer(OnlineStoreConfig config) {
        this.config = config;
    }

    @Override
    public void customize(String clientName, RedisOptions options) {
        RedisSettings settings = config.settings();
        List<String> endpoints = new ArrayList<>();
        for (RedisNode node : settings.nodes()) {
            endpoints.add((settings.tls() ? "rediss://" : "redis://") + user(settings) + node + "/"
                    + (settings.type() == RedisType.REDIS ? settings.database() : ""));
        }
        options.setEndpoints(endpoints);
        options.setType(
                settings.type() == RedisType.REDIS_CLUSTER ? RedisClientType.CLUSTER : RedisClientType.STANDALONE);
        settings.authority().ifPresent(file -> options.getNetClientOptions()
                .setPemTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        if (settings.tls()) {
            options.getNetClientOptions().setHostnameVerificationAlgorithm("HTTPS");
        }
        options.setPassword(settings.password().orElse(null));
    }

    private static String user(RedisSettings settings) {
        return settings.username()
                .flatMap(name -> settings.password().map(password -> encoded(name) + ":" + encoded(password) + "@"))
                .orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
