package io.marquee.journey.bench;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.feature.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The definitions and the rows of {@link OnlineFeaturesBenchmark}: five views of a user with ten features each. */
final class OnlineFeatureRows {

    static final int VIEWS = 5;
    static final int FEATURES = 10;

    private static final String PROJECT = "marquee";
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final List<FeatureView> ALL = Stream.iterate(1, number -> number + 1)
            .limit(VIEWS)
            .map(OnlineFeatureRows::view)
            .toList();

    private OnlineFeatureRows() {}

    /** The product's definitions and these beside them. */
    static void writeDefinitions(Path product, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(product)) {
            for (Path file : files.toList()) {
                Files.writeString(folder.resolve(file.getFileName()), Files.readString(file));
            }
        }
        for (FeatureView view : ALL) {
            StringBuilder yaml = new StringBuilder("view: " + view.name() + """

                version: 1
                entities: [user]
                sources: [ratings]
                description: A view of the benchmark.
                owner: benchmark
                ttl: forever
                online_ttl: forever
                offline: false
                fields:
                """);
            StringBuilder sql = new StringBuilder("sql: SELECT user_id, max(rated_at) AS event_timestamp");
            for (FeatureField field : view.fields()) {
                yaml.append("  - {name: ")
                        .append(field.name())
                        .append(", type: ")
                        .append(field.type())
                        .append(", description: A feature.}\n");
                sql.append(", NULL AS ").append(field.name());
            }
            Files.writeString(
                    folder.resolve(view.name() + ".yaml"), yaml + sql.toString() + " FROM ratings GROUP BY user_id\n");
        }
    }

    /** All features as a client names them. */
    static List<String> references() {
        List<String> references = new ArrayList<>();
        for (FeatureView view : ALL) {
            view.fields().forEach(field -> references.add(view.name() + ":" + field.name()));
        }
        return references;
    }

    /** The command that stores one user's rows of all views. */
    static byte[] store(long user) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(ascii("HSET"));
        arguments.add(key(user));
        for (FeatureView view : ALL) {
            for (OnlineRow.HashEntry entry : new OnlineRow(TIME, values(view, user)).toHash(view)) {
                arguments.add(entry.field());
                arguments.add(entry.value());
            }
        }
        return command(arguments);
    }

    /** The command that reads one user's rows of all views, as a service does. */
    static byte[] read(long user) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(ascii("HMGET"));
        arguments.add(key(user));
        for (FeatureView view : ALL) {
            arguments.addAll(OnlineRow.hashFields(
                    view.name(), view.fields().stream().map(FeatureField::name).toList()));
        }
        return command(arguments);
    }

    /** What the answer for one user must contain: the value of the first feature of the last view. */
    static String expected(long user) {
        return "{\"values\":[" + values(ALL.getLast(), user).get("f0_5") + "],\"statuses\":[\"PRESENT\"]";
    }

    private static byte[] key(long user) {
        return EntityKey.of("user_id", user).redisKey(PROJECT);
    }

    private static Map<String, Object> values(FeatureView view, long user) {
        Map<String, Object> values = new LinkedHashMap<>();
        int number = 0;
        for (FeatureField field : view.fields()) {
            long mixed = (user * 31 + number++) * 2_654_435_761L >>> 7;
            values.put(
                    field.name(),
                    switch (field.type()) {
                        case INT64 -> mixed % 100_000;
                        case STRING -> "genre " + mixed % 20;
                        case BOOL -> mixed % 2 == 0;
                        default -> mixed % 1_000_000 / 1000.0;
                    });
        }
        return values;
    }

    /** Six doubles, two longs, a text and a boolean. */
    private static FeatureView view(int number) {
        List<FeatureField> fields = new ArrayList<>();
        for (int i = 0; i < FEATURES; i++) {
            ValueType type =
                    switch (i) {
                        case 6, 7 -> ValueType.INT64;
                        case 8 -> ValueType.STRING;
                        case 9 -> ValueType.BOOL;
                        default -> ValueType.DOUBLE;
                    };
            fields.add(new FeatureField("f" + i + "_" + number, type, "A feature.", null, null));
        }
        return new FeatureView(
                "bench_view_" + number,
                1,
                List.of(new JoinKey("user", "user_id", ValueType.INT64)),
                fields,
                Duration.ZERO,
                "benchmark",
                "A view of the benchmark.",
                Map.of(),
                "SELECT 1");
    }

    private static byte[] command(List<byte[]> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            out.write(ascii("*" + arguments.size() + "\r\n"));
            for (byte[] argument : arguments) {
                out.write(ascii("$" + argument.length + "\r\n"));
                out.write(argument);
                out.write(ascii("\r\n"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
