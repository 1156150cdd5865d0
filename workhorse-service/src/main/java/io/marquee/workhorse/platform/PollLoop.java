package io.marquee.workhorse.platform;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
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
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
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
    private final Handler<K> handler;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile long lag;

    public PollLoop(String name, String topic, Supplier<? extends Consumer<K, byte[]>> consumers, Handler<K> handler) {
        this.topic = topic;
        this.consumers = consumers;
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
        stopping = true;
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
            Duration pause = FIRST_PAUSE;
            while (!stopping) {
                if (!consumed()) {
                    pause = pauseAndDouble(pause);
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
                handler.lost(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                // One that comes back begins at its committed position, whatever was handled beyond.
                handler.lost(partitions);
            }
        });
        Duration pause = FIRST_PAUSE;
        while (!stopping) {
            ConsumerRecords<K, byte[]> batch = consumer.poll(POLL);
            try {
                handler.handle(batch);
                pause = FIRST_PAUSE;
            } catch (RuntimeException e) {
                handler.failed();
                rewind(consumer, batch);
                if (!stopping) {
                    LOG.warnf(
                            "%s: %d records could not be handled, next try in %s: %s",
                            thread.getName(), batch.count(), pause, e.getMessage());
                    pause = pauseAndDouble(pause);
                }
                continue;
            }
            commit(consumer, batch);
            lag = waiting(consumer);
        }
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

    private Duration pauseAndDouble(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        while (!stopping && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        return pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
}
