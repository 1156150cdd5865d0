package io.marquee.workhorse.task;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.PipelineEvent;
import io.marquee.contract.event.PipelineEvent.Status;
import io.marquee.contract.event.PipelineTask;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UndecodableEventException;
import io.marquee.contract.id.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Sends tasks and listens to what workers say, over real Kafka. */
final class TestOrchestrator implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final Thread reader;
    private final List<PipelineEvent> heard = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    TestOrchestrator(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "test-orchestrator-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "500"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer.subscribe(List.of(Topic.PIPELINE_EVENTS.topicName()));
        reader = Thread.ofPlatform().name("test-orchestrator").daemon().start(this::read);
    }

    static PipelineTask task(String runId, String operator, int tryNumber) {
        return task(runId, operator, tryNumber, null);
    }

    static PipelineTask task(String runId, String operator, int tryNumber, @Nullable Double timeoutSeconds) {
        Instant now = Instant.now();
        return new PipelineTask(
                EventId.next(now),
                now,
                "controltower",
                "nightly",
                runId,
                "work",
                operator,
                Map.of("rows", 7),
                Map.of("reason", "test"),
                tryNumber,
                9,
                null,
                timeoutSeconds);
    }

    void send(PipelineTask task) {
        try {
            producer.send(new ProducerRecord<>(task.topic().topicName(), task.key(), EventCodec.encode(task)))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    PipelineEvent await(String runId, Status status) {
        return await(runId, event -> event.status() == status);
    }

    PipelineEvent await(String runId, Predicate<PipelineEvent> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> about(runId).stream().filter(wanted).findFirst().orElse(null), event -> event != null);
    }

    List<PipelineEvent> about(String runId) {
        return heard.stream().filter(event -> runId.equals(event.dagRunId())).toList();
    }

    private void read() {
        try {
            while (!closed) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    heard.add(EventCodec.decode(PipelineEvent.class, record.value()));
                }
            }
        } catch (WakeupException e) {
            // Closing.
        } catch (UndecodableEventException e) {
            throw new IllegalStateException(e);
        } finally {
            consumer.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            reader.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }
}
