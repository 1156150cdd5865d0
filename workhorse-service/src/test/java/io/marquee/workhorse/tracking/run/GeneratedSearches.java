package io.marquee.workhorse.tracking.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes up runs, and searches for them. What a search means is written here a second time, in plain Java and without the
 * parser or SQL, so that the two can be held against each other.
 */
final class GeneratedSearches {

    private static final List<String> METRICS = List.of("rmse", "loss", "a.b", "x y", "never/logged");
    private static final List<Double> VALUES = List.of(-2.5, -1.0, 0.0, 0.1, 0.3, 1.0, 1e-9, 12345.0, 1e20);
    private static final List<String> KEYS = List.of("depth", "name.full", "a b", "영화", "no-one");
    private static final List<String> TEXTS = List.of(
            "",
            "5",
            "15",
            "Drama",
            "drama",
            "50%",
            "a_b",
            "axb",
            "back\\slash",
            "x".repeat(70),
            "x".repeat(69) + "y",
            "누구");
    private static final List<String> PATTERNS =
            List.of("%", "_", "5%", "%5", "dra%", "DRA%", "50\\%", "a_b", "%\\%", "", "x%y", "누_", "%%%");

    private final Random random;

    GeneratedSearches(Random random) {
        this.random = random;
    }

    /** A run as it was logged. Metrics hold the value that counts. */
    record Subject(
            String runId,
            String name,
            long startTime,
            @Nullable Long endTime,
            Map<String, Double> metrics,
            Map<String, String> params,
            Map<String, String> tags,
            @Nullable String dataset) {

        Subject withRunId(String id) {
            return new Subject(id, name, startTime, endTime, metrics, params, tags, dataset);
        }

        String createRun(String experiment) {
            return "{\"experiment_id\": \"" + experiment + "\", \"run_name\": " + json(name) + ", \"start_time\": "
                    + startTime + ", \"user_id\": \"ann\"}";
        }

        List<String> calls(String runId) {
            List<String> calls = new ArrayList<>();
            calls.add("runs/log-batch {\"run_id\": \"" + runId + "\", \"metrics\": ["
                    + metrics.entrySet().stream()
                            .map(metric -> "{\"key\": " + json(metric.getKey())
                                    + ", \"value\": -7, \"timestamp\": 1, \"step\": 0},"
                                    + "{\"key\": " + json(metric.getKey()) + ", \"value\": \"" + metric.getValue()
                                    + "\", \"timestamp\": 1, \"step\": 1}")
                            .collect(Collectors.joining(","))
                    + "], \"params\": " + pairs(params) + ", \"tags\": " + pairs(tags) + "}");
            if (endTime != null) {
                calls.add("runs/update {\"run_id\": \"" + runId + "\", \"status\": \"FINISHED\", \"end_time\": "
                        + endTime + "}");
            }
            if (dataset != null) {
                calls.add("runs/log-inputs {\"run_id\": \"" + runId + "\", \"datasets\": [{\"tags\": [{\"key\":"
                        + " \"mlflow.data.context\", \"value\": \"" + dataset
                        + "-context\"}], \"dataset\": {\"name\": \"" + dataset
                        + "\", \"digest\": \"d" + dataset + "\", \"source_type\": \"local\", \"source\": \"s\"}}]}");
            }
            return calls;
        }

        private static String pairs(Map<String, String> map) {
            return map.entrySet().stream()
                    .map(entry -> "{\"key\": " + json(entry.getKey()) + ", \"value\": " + json(entry.getValue()) + "}")
                    .collect(Collectors.joining(",", "[", "]"));
        }

        private static String json(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }

    /** A part of a filter: how it is written and what it means. */
    record Condition(String text, Predicate<Subject> meaning) {

        boolean holds(Subject subject) {
            return meaning.test(subject);
        }
    }

    /** A part of an order. */
    record Order(String field, boolean descending, Comparator<Subject> meaning) {

        String write() {
            return field + (descending ? " DESC" : "");
        }

        static Comparator<Subject> comparator(List<Order> orders) {
            Comparator<Subject> all = Comparator.comparing(subject -> 0);
            for (Order order : orders) {
                all = all.thenComparing(order.meaning());
            }
            return all.thenComparing(
                            Comparator.comparingLong(Subject::startTime).reversed())
                    .thenComparing(Subject::runId);
        }
    }

    Subject subject() {
        Map<String, Double> metrics = new TreeMap<>();
        Map<String, String> params = new TreeMap<>();
        Map<String, String> tags = new TreeMap<>();
        for (String metric : METRICS.subList(0, 4)) {
            if (random.nextInt(4) > 0) {
                metrics.put(metric, random.nextInt(10) == 0 ? special() : pick(VALUES));
            }
        }
        for (String key : KEYS.subList(0, 4)) {
            if (random.nextInt(3) > 0) {
                params.put(key, pick(TEXTS));
            }
            if (random.nextInt(3) > 0) {
                tags.put(key, pick(TEXTS));
            }
        }
        String dataset = random.nextInt(3) == 0 ? null : "set" + random.nextInt(3);
        Long end = random.nextInt(3) == 0 ? null : 5_000L + random.nextInt(3);
        return new Subject(
                "", "run " + random.nextInt(4), 1_000 + random.nextInt(4), end, metrics, params, tags, dataset);
    }

    private double special() {
        return pick(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    }

    List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            conditions.add(
                    switch (random.nextInt(6)) {
                        case 0, 1 -> metric();
                        case 2 ->
                            keyValue(pick(List.of("params", "param", "parameter", "parameters")), Subject::params);
                        case 3 -> keyValue(pick(List.of("tags", "tag")), Subject::tags);
                        case 4 -> attribute();
                        default -> dataset();
                    });
        }
        return conditions;
    }

    String write(List<Condition> conditions) {
        return conditions.stream()
                .map(Condition::text)
                .collect(Collectors.joining(pick(List.of(" AND ", " and ", "\n AnD\t"))));
    }

    private Condition metric() {
        String key = pick(METRICS);
        String operator = pick(List.of(">", ">=", "<", "<=", "=", "!="));
        double value = pick(VALUES);
        String space = pick(List.of("", " "));
        return new Condition(
                pick(List.of("metrics", "metric")) + "." + quoted(key) + space + operator + space + value, subject -> {
                    Double logged = subject.metrics().get(key);
                    return logged != null
                            && switch (operator) {
                                case ">" -> logged > value;
                                case ">=" -> logged >= value;
                                case "<" -> logged < value;
                                case "<=" -> logged <= value;
                                case "=" -> logged == value;
                                default -> logged != value;
                            };
                });
    }

    private Condition keyValue(String prefix, Function<Subject, Map<String, String>> values) {
        String key = pick(KEYS);
        Text text = text();
        return new Condition(prefix + "." + quoted(key) + " " + text.written(), subject -> {
            String logged = values.apply(subject).get(key);
            return logged != null && text.meaning().test(logged);
        });
    }

    private Condition attribute() {
        return switch (random.nextInt(4)) {
            case 0 -> {
                long bound = 1_000 + random.nextInt(4);
                yield new Condition(
                        pick(List.of("start_time", "attribute.created", "attr.Created", "run.start_time")) + " <= "
                                + bound,
                        subject -> subject.startTime() <= bound);
            }
            case 1 -> {
                long bound = 5_000 + random.nextInt(3);
                yield new Condition(
                        "attributes.end_time != " + bound,
                        subject -> subject.endTime() != null && subject.endTime() != bound);
            }
            case 2 -> {
                Text text = text();
                yield new Condition(
                        pick(List.of("run_name", "attribute.`Run name`", "`run name`")) + " " + text.written(),
                        subject -> text.meaning().test(subject.name()));
            }
            default ->
                new Condition("status = 'FINISHED' AND run_name LIKE 'run _'", subject -> subject.endTime() != null);
        };
    }

    private Condition dataset() {
        String name = "set" + random.nextInt(4);
        return switch (random.nextInt(3)) {
            case 0 -> new Condition("dataset.name = '" + name + "'", subject -> name.equals(subject.dataset()));
            case 1 ->
                new Condition(
                        "datasets.digest NOT IN ('d" + name + "')",
                        subject -> subject.dataset() != null && !name.equals(subject.dataset()));
            default ->
                new Condition(
                        "dataset.context IN ('x', '" + name + "-context')", subject -> name.equals(subject.dataset()));
        };
    }

    private record Text(String written, Predicate<String> meaning) {}

    private Text text() {
        String value = pick(TEXTS);
        String pattern = pick(PATTERNS);
        return switch (random.nextInt(4)) {
            case 0 -> new Text("= '" + value + "'", value::equals);
            case 1 -> new Text("!= \"" + value + "\"", logged -> !logged.equals(value));
            case 2 -> new Text("LIKE '" + pattern + "'", logged -> like(pattern, logged));
            default ->
                new Text(
                        "iLike '" + pattern + "'",
                        logged -> like(pattern.toLowerCase(Locale.ROOT), logged.toLowerCase(Locale.ROOT)));
        };
    }

    private static boolean like(String pattern, String text) {
        String regex = pattern.chars()
                .mapToObj(c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }

    List<Order> orders() {
        List<Order> orders = new ArrayList<>();
        Set<String> fields = new HashSet<>();
        int count = random.nextInt(3);
        while (orders.size() < count) {
            Order order = order();
            if (fields.add(order.field().replaceAll("[`\"]", ""))) {
                orders.add(order);
            }
        }
        return orders;
    }

    private Order order() {
        boolean descending = random.nextBoolean();
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                String key = pick(METRICS);
                Comparator<Double> numbers = Comparator.comparingDouble(value -> value);
                Comparator<Subject> missingLast = Comparator.comparingInt(subject -> {
                    Double value = subject.metrics().get(key);
                    return value == null ? 2 : value.isNaN() ? 1 : 0;
                });
                return new Order(
                        "metrics." + quoted(key),
                        descending,
                        missingLast.thenComparing(
                                subject -> {
                                    Double value = subject.metrics().get(key);
                                    return value == null || value.isNaN() ? Double.valueOf(0) : value;
                                },
                                descending ? numbers.reversed() : numbers));
            }
            case 2 -> {
                String key = pick(KEYS);
                return new Order("params." + quoted(key), descending, text(descending, subject -> subject.params()
                        .get(key)));
            }
            case 3 -> {
                String key = pick(KEYS);
                return new Order("tags." + quoted(key), descending, text(descending, subject -> subject.tags()
                        .get(key)));
            }
            default -> {
                Comparator<Long> times = Comparator.naturalOrder();
                Comparator<Subject> missingLast = Comparator.comparing(subject -> subject.endTime() == null);
                return new Order(
                        "end_time",
                        descending,
                        missingLast.thenComparing(
                                subject -> subject.endTime() == null ? Long.valueOf(0) : subject.endTime(),
                                descending ? times.reversed() : times));
            }
        }
    }

    private static Comparator<Subject> text(boolean descending, Function<Subject, @Nullable String> value) {
        Comparator<String> texts = Comparator.naturalOrder();
        Comparator<Subject> missingLast = Comparator.comparing(subject -> value.apply(subject) == null);
        return missingLast.thenComparing(
                subject -> {
                    String text = value.apply(subject);
                    return text == null ? "" : text;
                },
                descending ? texts.reversed() : texts);
    }

    private String quoted(String key) {
        boolean bare = key.matches("[a-zA-Z.]+");
        return bare && random.nextBoolean() ? key : random.nextBoolean() ? "`" + key + "`" : '"' + key + '"';
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
