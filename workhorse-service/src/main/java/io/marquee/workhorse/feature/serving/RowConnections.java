package io.marquee.workhorse.feature.serving;

import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.online.redis.RedisSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.ArrayList;
import java.util.List;

/** Opens connections to Redis as {@link RedisSettings} say. */
final class RowConnections {

    private final NetClient client;
    private final List<ByteBuilder> greeting;

    RowConnections(Vertx vertx, RedisSettings settings) {
        this.client = vertx.createNetClient(options(settings));
        this.greeting = greeting(settings);
    }

    private static NetClientOptions options(RedisSettings settings) {
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout(Math.toIntExact(settings.timeout().toMillis()));
        if (settings.tls()) {
            options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
            settings.authority()
                    .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        }
        return options;
    }

    private static List<ByteBuilder> greeting(RedisSettings settings) {
        List<ByteBuilder> greeting = new ArrayList<>();
        settings.password()
                .ifPresent(password -> greeting.add(
                        settings.username().isPresent()
                                ? command("AUTH", settings.username().get(), password)
                                : command("AUTH", password)));
        if (settings.database() != 0) {
            greeting.add(command("SELECT", Integer.toString(settings.database())));
        }
        return List.copyOf(greeting);
    }

    private static ByteBuilder command(String... words) {
        return new ByteBuilder(64).putCommand(words);
    }

    /** Opens one, on an event loop. */
    RowConnection open(RedisNode node, Context context, RowConnection.Listener listener) {
        return new RowConnection(client, node, greeting, context, listener);
    }
}
