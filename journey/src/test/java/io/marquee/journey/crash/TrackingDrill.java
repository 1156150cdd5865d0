package io.marquee.journey.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.CallFailedException;
import io.marquee.cli.client.HttpJson;
import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.RegistryEvent;
import io.marquee.contract.event.RegistryEvent.Action;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UndecodableEventException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A client that logs batches and promotes versions as fast as it can until the service is killed under its hands; then looks
 * at what is there. Each batch must be there whole or not at all, each change of the registry must have its event, and
 * whatever was answered with success must be there.
 */
final class TrackingDrill {

    private static final int KEYS = 50;
    private static final int VERSIONS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpJson workhorse;
    private final String brokers;
    private final String model = "drill-" + UUID.randomUUID();
    private final String run;
    private int batchesAnswered;
    private final List<Integer> promotionsAnswered = new ArrayList<>();

    TrackingDrill(HttpJson workhorse, String brokers) {
        this.workhorse = workhorse;
        this.brokers = brokers;
        String experiment = workhorse
                .post("/api/2.0/mlflow/experiments/create", Map.of("name", model))
                .path("experiment_id")
                .asText();
        this.run = workhorse
                .post("/api/2.0/mlflow/runs/create", Map.of("experiment_id", experiment))
                .at("/run/info/run_id")
                .asText();
        for (int version = 0; version < VERSIONS; version++) {
            workhorse.post("/api/v1/models/" + model + "/versions", Map.of("run_id", run));
        }
    }

    /** Works until the service does not answer any more; returns how many calls it answered. */
    int workUntilKilled() {
        for (int step = 0; ; step++) {
            int version = 1 + step % VERSIONS;
            try {
                workhorse.post("/api/2.0/mlflow/runs/log-batch", batch(step));
                batchesAnswered++;
                workhorse.post("/api/v1/models/" + model + "/versions/" + version + "/promote", Map.of());
                promotionsAnswered.add(version);
            } catch (CallFailedException e) {
                assertThat(e.status()).as(e.getMessage()).isZero();
                return batchesAnswered + promotionsAnswered.size();
            }
        }
    }

    private Map<String, Object> batch(int step) {
        return Map.of(
                "run_id",
                run,
                "metrics",
                IntStream.range(0, KEYS)
                        .mapToObj(key -> Map.of("key", "k" + key, "value", step, "timestamp", 1, "step", step))
                        .toList(),
                "params",
                List.of(Map.of("key", "p" + step, "value", "v")),
                "tags",
                List.of(Map.of("key", "t" + step, "value", "v")));
    }

    /** Compares what is there with what was answered. */
    void inspect() throws UndecodableEventException {
        inspectBatches();
        inspectRegistry();
    }

    private void inspectBatches() {
        JsonNode data = workhorse
                .get("/api/2.0/mlflow/runs/get?run_id=" + run)
                .path("run")
                .path("data");
        int batches = data.path("params").size();
        assertThat(batches).as("batches").isBetween(batchesAnswered, batchesAnswered + 1);
        assertThat(data.path("tags").findValuesAsText("key"))
                .filteredOn(key -> key.matches("t\\d+"))
                .hasSize(batches);
        for (int key = 0; key < KEYS; key++) {
            List<String> steps = workhorse
                    .get("/api/2.0/mlflow/metrics/get-history?run_id=" + run + "&metric_key=k" + key)
                    .path("metrics")
                    .findValuesAsText("step");
            assertThat(steps)
                    .as("steps of k" + key)
                    .containsExactlyElementsOf(IntStream.range(0, batches)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    private void inspectRegistry() throws UndecodableEventException {
        // Marks the end, so that it is known when all events are there.
        workhorse.post("/api/v1/models/" + model + "/versions", Map.of("run_id", run));
        Set<Integer> production = new TreeSet<>();
        List<Integer> champions = new ArrayList<>();
        for (RegistryEvent event : events()) {
            if (event.action() == Action.STAGE_TRANSITIONED && "Production".equals(event.stage())) {
                assertThat(production)
                        .as("in production when another version comes")
                        .isEmpty();
                production.add(event.modelVersion());
            } else if (event.action() == Action.STAGE_TRANSITIONED) {
                production.remove(event.modelVersion());
            } else if (event.action() == Action.ALIAS_SET) {
                champions.add(event.modelVersion());
            }
        }
        List<Integer> answered = promotionsAnswered;
        assertThat(champions.size()).as("events of promotions").isBetween(answered.size(), answered.size() + 1);
        assertThat(champions.subList(0, answered.size())).isEqualTo(answered);
        Set<Integer> inProduction = new TreeSet<>();
        Set<Integer> champion = new TreeSet<>();
        for (JsonNode version : workhorse.get("/api/v1/models/" + model).path("versions")) {
            if (version.path("stage").asText().equals("Production")) {
                inProduction.add(version.path("version").asInt());
            }
            if (!version.path("aliases").isEmpty()) {
                champion.add(version.path("version").asInt());
            }
        }
        assertThat(inProduction)
                .as("in production by the events and by the registry")
                .isEqualTo(production);
        assertThat(champion).isEqualTo(champions.isEmpty() ? Set.of() : Set.of(champions.getLast()));
    }

    /** Each event once, in order; after a kill one may have been delivered twice. */
    private List<RegistryEvent> events() throws UndecodableEventException {
        Map<String, RegistryEvent> events = new LinkedHashMap<>();
        Set<Integer> made = new HashSet<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "group.id",
                        UUID.randomUUID().toString(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topic.REGISTRY_EVENTS.topicName()));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!made.contains(VERSIONS + 1)) {
                assertThat(System.nanoTime())
                        .as("events came in time: %s", events)
                        .isLessThan(end);
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (("model_" + model).equals(record.key())) {
                        RegistryEvent event = EventCodec.decode(RegistryEvent.class, record.value());
                        events.putIfAbsent(event.eventId(), event);
                        if (event.action() == Action.VERSION_CREATED && event.modelVersion() != null) {
                            made.add(event.modelVersion());
                        }
                    }
                }
            }
        }
        return List.copyOf(events.values());
    }
}
