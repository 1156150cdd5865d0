package io.marquee.workhorse.feature.stream.aggregate;

import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.definition.Aggregation;
import io.marquee.workhorse.feature.definition.Aggregation.Function;
import io.marquee.workhorse.feature.definition.Computation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random events that meet each other at the edges: in one second, at one time, on the border of a hop. */
final class EventHistories {

    static final JoinKey USER = new JoinKey("user", "user_id", ValueType.INT64);

    /** Second of the first event; the border of a hop. */
    static final long START = 1_800_000_000L / 60 * 60;

    /** Every function, with windows of one to ten minutes that move by a minute. */
    static final Computation.Aggregations EVERYTHING = new Computation.Aggregations(
            "interactions",
            Duration.ofSeconds(60),
            List.of(
                    of("events", Function.COUNT, null, Map.of(), 60, null),
                    of("clicks", Function.COUNT, null, only("click"), 180, null),
                    of("timed", Function.COUNT, null, only("view", "click"), 600, null),
                    of("watched", Function.SUM, "duration_seconds", only("view"), 180, null),
                    of("watched_long", Function.SUM, "duration_seconds", only("view"), 600, null),
                    of("stars", Function.MEAN, "rating", Map.of(), 300, null),
                    of("best", Function.MAX, "rating", Map.of(), 120, null),
                    of("worst", Function.MIN, "rating", Map.of(), 600, null),
                    of("last_rating", Function.LATEST, "rating", Map.of(), 300, null),
                    of("last_movie", Function.LATEST, "movie_id", only("click", "view"), 600, null),
                    of("last_type", Function.LATEST, "interaction_type", Map.of(), 120, null),
                    of("movies", Function.LAST_DISTINCT, "movie_id", only("click"), 600, 3),
                    of("durations", Function.LAST_DISTINCT, "duration_seconds", Map.of(), 180, 2)));

    private EventHistories() {}

    /** Events of a few users within some minutes, in the order in which they come in, none twice. */
    static List<StreamEvent> random(long seed, int events, long users, int minutes) {
        Random random = new Random(seed);
        List<StreamEvent> history = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            long second = START + random.nextInt(minutes * 60);
            if (random.nextInt(4) == 0) {
                second = START + 60L * random.nextInt(minutes) - random.nextInt(2);
            }
            long micros = second * 1_000_000 + (random.nextBoolean() ? 0 : random.nextInt(1_000_000));
            String type = List.of("click", "view", "rating", "search").get(random.nextInt(4));
            history.add(new StreamEvent(
                    "e" + Integer.toString(random.nextInt(1000), 36) + "-" + i,
                    1 + random.nextLong(users),
                    type.equals("search") ? null : 1 + random.nextLong(6),
                    type,
                    type.equals("rating") ? (1 + random.nextInt(10)) / 2.0 : null,
                    random.nextInt(3) == 0 ? null : duration(random),
                    micros));
        }
        return history;
    }

    private static double duration(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(5);
            case 1 -> random.nextDouble() * 1000;
            case 2 -> random.nextInt(4000) / 1_000_000.0 + 0.000_000_5;
            default -> random.nextInt(10) == 0 ? 1e12 : -random.nextDouble();
        };
    }

    private static Map<String, List<String>> only(String... types) {
        return Map.of("interaction_type", List.of(types));
    }

    private static Aggregation of(
            String name,
            Function function,
            @Nullable String column,
            Map<String, List<String>> where,
            long window,
            @Nullable Integer limit) {
        ValueType type = column == null
                ? null
                : switch (column) {
                    case "movie_id" -> ValueType.INT64;
                    case "interaction_type" -> ValueType.STRING;
                    default -> ValueType.DOUBLE;
                };
        return new Aggregation(name, function, column, type, where, Duration.ofSeconds(window), limit, name);
    }
}
