package io.marquee.workhorse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollLoopTest {

    private static final String TOPIC = "news";
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<NewsConsumer> consumers = new LinkedBlockingQueue<>();
    private final Handled handled = new Handled();
    private final PollLoop<String> loop = new PollLoop<>("news-0", TOPIC, this::consumer, 100, handled);

    @AfterEach
    void end() {
        loop.close();
    }

    @Test
    void shouldCommitABatchWhenItHasBeenHandled() {
        // Given
        NewsConsumer consumer = offer(new NewsConsumer());
        consumer.atNextPoll(consumer.record(FIRST, "a"), consumer.record(FIRST, "b"));

        // When
        loop.start();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(consumer.committed()).containsEntry(FIRST, 2L));
        assertThat(handled.batches).containsExactly(List.of("a", "b"));
        assertThat(loop.isRunning()).isTrue();
    }

    /** What came in while the last batch was handled is not left for the one after the next. */
    @Test
    void shouldFillASmallBatchUp() {
        // Given
        NewsConsumer consumer = offer(new NewsConsumer());
        consumer.atNextPoll(consumer.record(FIRST, "a"));
        consumer.atNextPoll(consumer.record(FIRST, "b"), consumer.record(SECOND, "c"));

        // When
        loop.start();

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(consumer.committed())
                .containsEntry(FIRST, 2L)
                .containsEntry(SECOND, 1L));
        assertThat(handled.batches).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void shouldNotHandleWhatMovesOnWhileABatchIsFilledUp() {
        // Given
        NewsConsumer consumer = offer(new NewsConsumer());
        consumer.atNextPoll(consumer.record(FIRST, "a"), consumer.record(SECOND, "b"));
        consumer.atNextPoll(() -> consumer.rebalance(List.of(SECOND)));

        // When
        loop.start();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(consumer.committed()).containsEntry(SECOND, 1L));
        assertThat(consumer.committed()).doesNotContainKey(FIRST);
        assertThat(handled.batches).containsExactly(List.of("b"));
        assertThat(handled.lost).contains(FIRST);
    }

    @Test
    void shouldHandleTheSameRecordsAgainWhenTheyFail() {
        // Given
        handled.failures.set(2);
        NewsConsumer consumer = offer(new NewsConsumer());
        consumer.atNextPoll(consumer.record(FIRST, "a"), consumer.record(FIRST, "b"));

        // When
        loop.start();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(consumer.committed()).containsEntry(FIRST, 2L));
        assertThat(handled.batches).containsExactly(List.of("a", "b"), List.of("a", "b"), List.of("a", "b"));
        assertThat(handled.failed).hasValueGreaterThanOrEqualTo(2);
    }

    /** Whatever is behind a record that cannot be handled waits; it is for the handler to put such a record aside. */
    @Test
    void shouldNotPassOverARecordThatAlwaysFails() {
        // Given
        handled.failures.set(Integer.MAX_VALUE);
        NewsConsumer consumer = offer(new NewsConsumer());
        consumer.atNextPoll(consumer.record(FIRST, "poison"), consumer.record(FIRST, "then"));

        // When
        loop.start();
        await().atMost(PATIENCE).until(() -> handled.batches.size() >= 3);
        loop.close();

        // Then
        assertThat(handled.batches).allMatch(List.of("poison", "then")::equals);
        assertThat(consumer.committed()).isEmpty();
        assertThat(loop.isRunning()).isFalse();
    }

    @Test
    void shouldGoOnWithANewConsumerWhenOneBreaks() {
        // Given
        NewsConsumer broken = offer(new NewsConsumer());
        broken.atNextPoll(broken.record(FIRST, "a"));
        broken.atNextPoll(() -> broken.setPollException(new KafkaException("the broker has gone")));
        NewsConsumer next = offer(new NewsConsumer());
        next.atNextPoll(next.record(FIRST, "a"), next.record(FIRST, "b"));

        // When
        loop.start();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(next.committed()).containsEntry(FIRST, 2L));
        assertThat(broken.closed()).isTrue();
        assertThat(handled.batches).containsExactly(List.of("a", "b"));
        assertThat(handled.failed).hasPositiveValue();
    }

    @Test
    void shouldSayThatABatchWasOvertaken() {
        // Given
        NewsConsumer consumer = offer(new NewsConsumer());
        consumer.refuseOneCommit = true;
        consumer.atNextPoll(consumer.record(FIRST, "a"));

        // When
        loop.start();

        // Then
        await().atMost(PATIENCE).until(() -> handled.overtaken.equals(List.of(List.of("a"))));
        consumer.atNextPoll(consumer.record(FIRST, "b"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(consumer.committed()).containsEntry(FIRST, 2L));
    }

    @Test
    void shouldEndAfterTheBatchThatIsBeingHandled() throws InterruptedException {
        // Given
        NewsConsumer consumer = offer(new NewsConsumer());
        CountDownLatch mayEnd = new CountDownLatch(1);
        handled.hold = mayEnd;
        consumer.atNextPoll(consumer.record(FIRST, "a"));
        loop.start();
        await().atMost(PATIENCE).until(() -> handled.batches.size() == 1);

        // When
        Thread closing = Thread.ofVirtual().start(loop::close);
        consumer.atNextPoll(consumer.record(FIRST, "b"));
        await().atMost(PATIENCE).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        mayEnd.countDown();
        closing.join();

        // Then
        assertThat(handled.batches).containsExactly(List.of("a"));
        assertThat(consumer.committed()).containsEntry(FIRST, 1L);
        assertThat(consumer.closed()).isTrue();
        assertThat(loop.isRunning()).isFalse();
    }

    private NewsConsumer offer(NewsConsumer consumer) {
        consumers.add(consumer);
        return consumer;
    }

    private Consumer<String, byte[]> consumer() {
        NewsConsumer consumer = consumers.poll();
        if (consumer == null) {
            throw new KafkaException("no broker");
        }
        return consumer;
    }

    /** What the loop has handed over. */
    private static final class Handled implements PollLoop.Handler<String> {

        private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
        private final List<List<String>> overtaken = Collections.synchronizedList(new ArrayList<>());
        private final List<TopicPartition> lost = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private volatile CountDownLatch hold = new CountDownLatch(0);

        @Override
        public void handle(ConsumerRecords<String, byte[]> batch) throws InterruptedException {
            if (batch.isEmpty()) {
                return;
            }
            batches.add(keys(batch));
            hold.await();
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
        }

        @Override
        public void lost(Collection<TopicPartition> partitions) {
            lost.addAll(partitions);
        }

        @Override
        public void failed() {
            failed.incrementAndGet();
        }

        @Override
        public void overtaken(ConsumerRecords<String, byte[]> batch) {
            overtaken.add(keys(batch));
        }

        private static List<String> keys(ConsumerRecords<String, byte[]> batch) {
            return StreamSupport.stream(batch.spliterator(), false)
                    .map(ConsumerRecord::key)
                    .sorted()
                    .toList();
        }
    }

    /** Kafka's own consumer without a broker; it owns two partitions from its first poll on. */
    private static final class NewsConsumer extends MockConsumer<String, byte[]> {

        private final Map<TopicPartition, List<String>> told = new HashMap<>();
        private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
        private volatile boolean refuseOneCommit;

        NewsConsumer() {
            super("earliest");
            updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
            atNextPoll(() -> rebalance(List.of(FIRST, SECOND)));
        }

        Map<TopicPartition, Long> committed() {
            return Map.copyOf(committed);
        }

        /** Each poll does one of these, in the order they were said. */
        void atNextPoll(Runnable... events) {
            schedulePollTask(() -> List.of(events).forEach(Runnable::run));
        }

        /** A record comes. */
        Runnable record(TopicPartition partition, String key) {
            return () -> {
                List<String> before = told.computeIfAbsent(partition, none -> new ArrayList<>());
                before.add(key);
                add(partition, before.size() - 1);
            };
        }

        private void add(TopicPartition partition, int offset) {
            addRecord(new ConsumerRecord<>(
                    TOPIC, partition.partition(), offset, told.get(partition).get(offset), new byte[0]));
        }

        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            ConsumerRecords<String, byte[]> records = super.poll(timeout);
            if (records.isEmpty()) {
                LockSupport.parkNanos(2_000_000);
            }
            return records;
        }

        /** A broker still has what it has given once. */
        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            for (int i = (int) offset;
                    i < told.getOrDefault(partition, List.of()).size();
                    i++) {
                add(partition, i);
            }
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (refuseOneCommit) {
                refuseOneCommit = false;
                throw new CommitFailedException("they are somebody else's");
            }
            super.commitSync(offsets);
            offsets.forEach((partition, position) -> committed.put(partition, position.offset()));
        }
    }
}
