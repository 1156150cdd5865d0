package io.marquee.workhorse.platform;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * A thread of its own that takes batches from a topic, one after the other. A batch's position is committed when its handler
 * has returned; when the handler fails, the same records come again. A consumer that breaks is replaced by a new one.
 *
 * <p>This is for the two paths on which the cost per record of a framework shows.
 *
 * @param <K> type of the records' keys
 */
public final class PollLoop<K> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PollLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** For the answer to a question that is on its way already. */
    private static final Duration GATHER = Duration.ofMillis(3);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is done with a topic's records, always on the loop's thread. */
    public interface Handler<K> {

        /** Handles a batch; it may be empty, when nothing has come for a while. */
        void handle(ConsumerRecords<K, byte[]> batch) throws InterruptedException;

        /** These partitions may be somebody else's from now on. */
        default void lost(Collection<TopicPartition> partitions) {}

        /** A batch has failed and comes again. */
        default void failed() {}

        /** A batch was handled although its partitions had become somebody else's in the meantime. */
        default void overtaken(ConsumerRecords<K, byte[]> batch) {}
    }

    private final String topic;
    private final Supplier<? extends Consumer<K, byte[]>> consumers;
    private final int enough;
    private final Handler<K> handler;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final BackOff backOff = new BackOff();
    private final Set<TopicPartition> lost = new HashSet<>();
    private volatile long lag;

    /**
     * A loop that has not started.
     *
     * @param name of its thread
     * @param enough a batch with fewer records is filled up with what has come in while the last one was handled
     */
    public PollLoop(
            String name,
            String topic,
            Supplier<? extends Consumer<K, byte[]>> consumers,
            int enough,
            Handler<K> handler) {
        this.topic = topic;
        this.consumers = consumers;
        this.enough = enough;
        this.handler = handler;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Whether batches are taken, or will be when the broker is back. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** How many records are waiting that this loop will be given; as of its last batch. */
    public long lag() {
        return lag;
    }

    /** Ends after the batch that is being handled. */
    @Override
    public void close() {
        stop.countDown();
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
                thread.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping()) {
                if (!consumed()) {
                    pause(backOff.next());
                }
                // Whatever comes next may come to another consumer.
                handler.failed();
            }
        } catch (InterruptedException e) {
            LOG.debugf("%s was interrupted", thread.getName());
            Thread.currentThread().interrupt();
        }
    }

    /** Takes batches until the end, or until the consumer breaks; false in that case. */
    private boolean consumed() throws InterruptedException {
        try (Consumer<K, byte[]> consumer = consumers.get()) {
            consume(consumer);
            return true;
        } catch (WakeupException | InterruptException e) {
            LOG.debugf("%s ends", thread.getName());
            return true;
        } catch (RuntimeException e) {
            LOG.warnf("%s begins anew: %s", thread.getName(), e.getMessage());
            return false;
        }
    }

    private void consume(Consumer<K, byte[]> consumer) throws InterruptedException {
        consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                lost.addAll(partitions);
                handler.lost(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                // One that comes back begins at its committed position, whatever was taken or handled beyond.
                lost.addAll(partitions);
                handler.lost(partitions);
            }
        });
        while (!stopping()) {
            ConsumerRecords<K, byte[]> batch = take(consumer);
            try {
                handler.handle(batch);
                backOff.reset();
            } catch (RuntimeException e) {
                handler.failed();
                rewind(consumer, batch);
                if (!stopping()) {
                    Duration pause = backOff.next();
                    LOG.warnf(
                            "%s: %d records could not be handled, next try in %s: %s",
                            thread.getName(), batch.count(), pause, e.getMessage());
                    pause(pause);
                }
                continue;
            }
            commit(consumer, batch);
            lag = waiting(consumer);
        }
    }

    /**
     * The next batch. What a consumer has at hand was asked for before the last batch was handled, so it is little, and old;
     * what has come in since is on its way.
     */
    private ConsumerRecords<K, byte[]> take(Consumer<K, byte[]> consumer) {
        ConsumerRecords<K, byte[]> first = consumer.poll(POLL);
        if (first.isEmpty() || first.count() >= enough) {
            return first;
        }
        lost.clear();
        ConsumerRecords<K, byte[]> more = consumer.poll(GATHER);
        Map<TopicPartition, List<ConsumerRecord<K, byte[]>>> records = new HashMap<>();
        for (TopicPartition partition : first.partitions()) {
            // Another consumer is given these, or this one once more.
            if (!lost.contains(partition)) {
                records.put(partition, first.records(partition));
            }
        }
        for (TopicPartition partition : more.partitions()) {
            records.merge(partition, more.records(partition), (before, after) -> Stream.concat(
                            before.stream(), after.stream())
                    .toList());
        }
        return new ConsumerRecords<>(records, Map.of());
    }

    private void commit(Consumer<K, byte[]> consumer, ConsumerRecords<K, byte[]> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : batch.partitions()) {
            next.put(
                    partition,
                    new OffsetAndMetadata(batch.records(partition).getLast().offset() + 1));
        }
        try {
            consumer.commitSync(next);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOG.infof("%s: partitions have moved on during a batch: %s", thread.getName(), e.getMessage());
            handler.overtaken(batch);
        }
    }

    private void rewind(Consumer<K, byte[]> consumer, ConsumerRecords<K, byte[]> batch) {
        for (TopicPartition partition : batch.partitions()) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, batch.records(partition).getFirst().offset());
            }
        }
    }

    private long waiting(Consumer<K, byte[]> consumer) {
        long waiting = 0;
        for (TopicPartition partition : consumer.assignment()) {
            waiting += consumer.currentLag(partition).orElse(0);
        }
        return waiting;
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    /** Waits, but not longer than the loop is to run. */
    private void pause(Duration pause) throws InterruptedException {
        stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
