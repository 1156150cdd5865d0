package io.marquee.controltower.orchestration;

import io.marquee.contract.event.Event;
import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.PipelineTask;
import io.marquee.contract.event.SystemAlert;
import io.marquee.contract.event.TaskNews;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UndecodableEventException;
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

/** A worker that does what the test tells it, over real Kafka. It also listens to alerts. */
public final class TestWorker implements AutoCloseable {

    private static final String NAME = "test-worker:1";

    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final Thread reader;
    private final List<PipelineTask> tasks = new CopyOnWriteArrayList<>();
    private final List<SystemAlert> alerts = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    public TestWorker(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", "test-worker-" + UUID.randomUUID(),
                        "auto.offset.reset", "earliest",
                        "allow.auto.create.topics", "true",
                        "metadata.max.age.ms", "500"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer.subscribe(List.of(Topic.PIPELINE_TASKS.topicName(), Topic.SYSTEM_ALERTS.topicName()));
        reader = Thread.ofPlatform().name("test-worker").daemon().start(this::read);
    }

    /** The given try of a task, as soon as it has been sent. */
    public PipelineTask await(String runId, String taskId, int tryNumber) {
        return await(
                task -> task.dagRunId().equals(runId) && task.taskId().equals(taskId) && task.tryNumber() == tryNumber);
    }

    public PipelineTask await(Predicate<PipelineTask> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> tasks.stream().filter(wanted).findFirst().orElse(null), task -> task != null);
    }

    /** All tries sent for that run so far. */
    public List<PipelineTask> sent(String runId) {
        return tasks.stream().filter(task -> task.dagRunId().equals(runId)).toList();
    }

    /** Alerts about that run so far. */
    public List<SystemAlert> alerts(String runId) {
        return alerts.stream()
                .filter(alert -> runId.equals(alert.details().get("dag_run_id")))
                .toList();
    }

    public TaskNews news(PipelineTask task) {
        return new TaskNews(task, "workhorse", NAME);
    }

    public void start(PipelineTask task) {
        send(news(task).started(Instant.now()));
    }

    public void complete(PipelineTask task, Map<String, Object> output) {
        send(news(task).completed(Instant.now(), Duration.ofMillis(5), output));
    }

    public void fail(PipelineTask task, String error) {
        send(news(task).failed(Instant.now(), Duration.ofMillis(5), error));
    }

    /** Puts the event on Kafka and waits until it is there. */
    public void send(Event event) {
        try {
            producer.send(new ProducerRecord<>(event.topic().topicName(), event.key(), EventCodec.encode(event)))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try {
            while (!closed) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    switch (EventCodec.decode(Topic.named(record.topic()).orElseThrow(), record.value())) {
                        case PipelineTask task -> tasks.add(task);
                        case SystemAlert alert -> alerts.add(alert);
                        default -> throw new IllegalStateException("not for workers: " + record.topic());
                    }
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
