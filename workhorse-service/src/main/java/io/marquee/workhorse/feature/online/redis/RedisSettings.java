package io.marquee.workhorse.feature.online.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how it is spoken to, as Feast's {@code connection_string} says it: servers and settings separated by
 * commas, for example {@code localhost:6379,db=2,password=secret,ssl=true}; several servers for a cluster.
 *
 * @param nodes at least one; of a cluster some, the others are asked for
 * @param database number, 0 in a cluster
 * @param authority PEM file of the certificates that a server's is checked against; empty for those Java trusts
 * @param timeout for a connection and for an answer
 */
public record RedisSettings(
        RedisType type,
        List<RedisNode> nodes,
        int database,
        Optional<String> username,
        Optional<String> password,
        boolean tls,
        Optional<Path> authority,
        Duration timeout) {

    public RedisSettings {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("the connection string names no Redis server");
        }
        if (type == RedisType.REDIS && nodes.size() > 1) {
            throw new IllegalArgumentException(
                    "the type 'redis' is one server, got: " + nodes + "; several are a 'redis_cluster'");
        }
        if (database < 0 || database > 0 && type == RedisType.REDIS_CLUSTER) {
            throw new IllegalArgumentException("db must be at least 0, and 0 in a cluster, got: " + database);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the timeout must be positive, got: " + timeout);
        }
    }

    /**
     * Reads a connection string.
     *
     * @param password used when the string has none; null or empty for none
     * @throws IllegalArgumentException naming the part that is not understood
     */
    public static RedisSettings parse(
            RedisType type, String connectionString, @Nullable String password, Duration timeout) {
        List<RedisNode> nodes = new ArrayList<>();
        int database = 0;
        boolean tls = false;
        String username = null;
        String secret = password;
        Path authority = null;
        for (String part : connectionString.split(",")) {
            String text = part.strip();
            int equals = text.indexOf('=');
            if (equals < 0) {
                nodes.add(RedisNode.parse(text));
                continue;
            }
            String value = text.substring(equals + 1);
            switch (text.substring(0, equals)) {
                case "db" -> database = number(value);
                case "username" -> username = value;
                case "password" -> secret = value;
                case "ssl" -> tls = flag(value);
                case "ssl_ca_certs" -> authority = Path.of(value);
                // What Feast's own client would do besides; it has no meaning here.
                case "skip_full_coverage_check", "decode_responses" -> {}
                default ->
                    throw new IllegalArgumentException("the connection string's setting '"
                            + text.substring(0, equals)
                            + "' is not one of db, username, password, ssl, ssl_ca_certs");
            }
        }
        return new RedisSettings(
                type,
                nodes,
                database,
                present(username),
                present(secret),
                tls,
                Optional.ofNullable(authority),
                timeout);
    }

    private static Optional<String> present(@Nullable String text) {
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static int number(String value) {
        if (!value.matches("\\d{1,4}")) {
            throw new IllegalArgumentException("db must be a number, got: '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private static boolean flag(String value) {
        return switch (value) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> throw new IllegalArgumentException("ssl must be true or false, got: '" + value + "'");
        };
    }

    /** Shows everything but the password. */
    @Override
    public String toString() {
        return type + " " + nodes + " db=" + database + " ssl=" + tls;
    }
}
