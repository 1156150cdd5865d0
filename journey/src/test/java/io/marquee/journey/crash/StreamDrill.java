package io.marquee.journey.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.cli.client.CallFailedException;
import io.marquee.cli.client.HttpJson;
import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UserInteraction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Interactions in any order, some of them several times, and what the features of their users have to be in the end, by a
 * computation of its own. All of them lie within the last half hour, so that every window covers all of them.
 */
final class StreamDrill {

    private static final int USERS = 60;
    private static final int MOVIES = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Something that goes wrong while events are on their way. */
    interface Trouble {
        void make() throws Exception;
    }

    private final String brokers;
    private final HttpJson workhorse;
    private final long firstUser;
    private final List<UserInteraction> events = new ArrayList<>();
    private final List<UserInteraction> deliveries = new ArrayList<>();

    StreamDrill(String brokers, HttpJson workhorse, Random random, int round, int count) {
        this.brokers = brokers;
        this.workhorse = workhorse;
        this.firstUser = 5_000_000 + 1_000L * round;
        Instant begin = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 1_800);
        for (int i = 0; i < count; i++) {
            events.add(event(random, "drill-" + round + "-" + i, begin.plusSeconds(random.nextInt(1_700))));
        }
        deliveries.addAll(events);
        for (int i = 0; i < count / 5; i++) {
            deliveries.add(events.get(random.nextInt(count)));
        }
        Collections.shuffle(deliveries, random);
    }

    static int movies() {
        return MOVIES;
    }

    /** Sends all of it over a few seconds, makes trouble in the middle, and waits until the rows are as they should be. */
    void run(Duration spread, Trouble trouble) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all", "enable.idempotence", true),
                new StringSerializer(),
                new ByteArraySerializer())) {
            int parts = 20;
            for (int part = 0; part < parts; part++) {
                int from = deliveries.size() * part / parts;
                int to = deliveries.size() * (part + 1) / parts;
                for (UserInteraction event : deliveries.subList(from, to)) {
                    producer.send(new ProducerRecord<>(
                            Topic.USER_INTERACTIONS.topicName(), event.key(), EventCodec.encode(event)));
                }
                if (part == parts / 2) {
                    trouble.make();
                }
                Thread.sleep(spread.dividedBy(parts));
            }
        }
        awaitRows();
    }

    private void awaitRows() throws InterruptedException {
        Map<Long, Map<String, JsonNode>> wanted = wanted();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Map.Entry<Long, Map<String, JsonNode>> user : wanted.entrySet()) {
            Map<String, JsonNode> row = row(user.getKey());
            while (!covers(row, user.getValue()) && System.nanoTime() < end) {
                Thread.sleep(100);
                row = row(user.getKey());
            }
            assertThat(row).as("features of user %s", user.getKey()).containsAllEntriesOf(user.getValue());
        }
    }

    private static boolean covers(Map<String, JsonNode> row, Map<String, JsonNode> wanted) {
        return row.entrySet().containsAll(wanted.entrySet());
    }

    private Map<String, JsonNode> row(long user) {
        try {
            Map<String, JsonNode> values = new TreeMap<>();
            workhorse
                    .get("/api/v1/features/user_activity/" + user)
                    .path("values")
                    .properties()
                    .forEach(value -> values.put(value.getKey(), value.getValue()));
            return values;
        } catch (CallFailedException e) {
            return Map.of("error", JSON.valueToTree(String.valueOf(e.getMessage())));
        }
    }

    private Map<Long, Map<String, JsonNode>> wanted() {
        Map<Long, List<UserInteraction>> byUser = new TreeMap<>();
        events.stream()
                .sorted(Comparator.comparing(UserInteraction::timestamp).thenComparing(UserInteraction::eventId))
                .forEach(event -> byUser.computeIfAbsent(event.userId(), user -> new ArrayList<>())
                        .add(event));
        Map<Long, Map<String, JsonNode>> wanted = new TreeMap<>();
        byUser.forEach((user, theirs) -> wanted.put(user, features(theirs)));
        return wanted;
    }

    private static Map<String, JsonNode> features(List<UserInteraction> byTime) {
        List<UserInteraction> clicks = of(byTime, InteractionType.CLICK);
        List<UserInteraction> views = of(byTime, InteractionType.VIEW);
        List<UserInteraction> ratings = of(byTime, InteractionType.RATING);
        Set<Long> recent = new LinkedHashSet<>();
        clicks.reversed().forEach(click -> recent.add(click.contentId()));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("clicks_1h", clicks.size());
        values.put("clicks_1d", clicks.size());
        values.put("views_1d", views.size());
        values.put(
                "watch_seconds_1d",
                views.stream().mapToDouble(UserInteraction::durationSeconds).sum());
        values.put("ratings_7d", ratings.size());
        values.put("recent_clicks", recent.stream().limit(10).toList());
        if (!ratings.isEmpty()) {
            double sum = ratings.stream().mapToDouble(UserInteraction::rating).sum();
            values.put("rating_mean_30d", Math.round(sum / ratings.size() * 1e6) / 1e6);
            values.put("last_rating", ratings.getLast().rating());
            values.put("last_rated_movie", ratings.getLast().contentId());
        }
        // Through text, as the service's answer came: then equal numbers are equal nodes.
        Map<String, JsonNode> nodes = new TreeMap<>();
        try {
            JSON.readTree(JSON.writeValueAsBytes(values))
                    .properties()
                    .forEach(value -> nodes.put(value.getKey(), value.getValue()));
        } catch (java.io.IOException e) {
            throw new IllegalStateException("cannot write " + values, e);
        }
        return nodes;
    }

    private static List<UserInteraction> of(List<UserInteraction> events, InteractionType type) {
        return events.stream().filter(event -> event.interactionType() == type).toList();
    }

    private UserInteraction event(Random random, String id, Instant time) {
        InteractionType type = List.of(InteractionType.CLICK, InteractionType.VIEW, InteractionType.RATING)
                .get(random.nextInt(3));
        return new UserInteraction(
                id,
                time,
                "drill",
                firstUser + random.nextInt(USERS),
                1L + random.nextInt(MOVIES),
                type,
                null,
                type == InteractionType.RATING ? (Double) ((1 + random.nextInt(10)) / 2.0) : null,
                null,
                null,
                null,
                null,
                null,
                null,
                type == InteractionType.VIEW ? (Double) (random.nextInt(20_000) / 4.0) : null,
                Map.of());
    }
}
