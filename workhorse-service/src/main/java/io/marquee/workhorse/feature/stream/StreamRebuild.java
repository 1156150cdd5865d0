package io.marquee.workhorse.feature.stream;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.platform.KafkaClients;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Has the rows of all entities made again, after Redis has lost them or views have changed. It only asks for them: the
 * consumers that own the entities write them, beside what the stream has for them, so that no two writers meet.
 */
@ApplicationScoped
class StreamRebuild {

    private static final long ASK_AGAIN_MILLIS = 250;
    private static final long PATIENCE_SECONDS = 10;
    private static final Duration STANDSTILL = Duration.ofMinutes(2);

    private final StreamEntities entities;
    private final FeatureUpdates updates;
    private final KafkaClients clients;
    private final StreamConfig config;
    private final Clock clock;

    StreamRebuild(
            AgroalDataSource dataSource,
            FeatureUpdates updates,
            KafkaClients clients,
            StreamConfig config,
            Clock clock) {
        this.entities = new StreamEntities(dataSource);
        this.updates = updates;
        this.clients = clients;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Asks for the rows of all entities of these views.
     *
     * @return how many entities that are
     */
    long ask(Map<StreamEntity.Kind, List<StreamView>> views, Consumer<String> progress) {
        AtomicLong asked = new AtomicLong();
        views.keySet()
                .forEach(kind -> entities.between(kind, 0, clock.instant().getEpochSecond() + 86_400, batch -> {
                    updates.send(batch.stream().map(FeatureUpdate.Due::new).toList());
                    progress.accept(
                            String.format(Locale.ROOT, "%,d entities asked for", asked.addAndGet(batch.size())));
                }));
        return asked.get();
    }

    /**
     * Asks for the rows of all entities of these views and waits until they have been written.
     *
     * @return how many entities that are
     * @throws ProblemException when Kafka or the database does not answer
     */
    long run(Map<StreamEntity.Kind, List<StreamView>> views, Consumer<String> progress) throws InterruptedException {
        long asked = ask(views, progress);
        if (asked == 0) {
            return 0;
        }
        try (Admin admin = clients.admin()) {
            Map<TopicPartition, Long> ends = ends(admin);
            long waiting = waiting(admin, ends);
            long moved = System.nanoTime();
            while (waiting > 0) {
                progress.accept(String.format(Locale.ROOT, "%,d entities, %,d parcels to go", asked, waiting));
                Thread.sleep(ASK_AGAIN_MILLIS);
                long left = waiting(admin, ends);
                moved = left < waiting ? System.nanoTime() : moved;
                waiting = left;
                if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
                    throw new ProblemException(
                            ProblemType.UNAVAILABLE,
                            "no feature updates have been worked off for " + STANDSTILL + ", " + waiting
                                    + " are waiting; the rebuild goes on when they are");
                }
            }
        } catch (ExecutionException e) {
            throw unavailable(e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw unavailable(e);
        }
        return asked;
    }

    private Map<TopicPartition, Long> ends(Admin admin)
            throws ExecutionException, TimeoutException, InterruptedException {
        int partitions = admin.describeTopics(List.of(config.topic()))
                .allTopicNames()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .get(config.topic())
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> asked = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(config.topic(), partition), partition -> OffsetSpec.latest()));
        return admin.listOffsets(asked).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /** Records before those ends that have not been handled. */
    private long waiting(Admin admin, Map<TopicPartition, Long> ends)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> handled = admin.listConsumerGroupOffsets(config.group())
                .partitionsToOffsetAndMetadata()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long waiting = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata position = handled.get(end.getKey());
            waiting += Math.max(0, end.getValue() - (position == null ? 0 : position.offset()));
        }
        return waiting;
    }

    private static ProblemException unavailable(Throwable cause) {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "Kafka does not say how far the stream is: " + cause.getMessage(), cause);
    }
}
