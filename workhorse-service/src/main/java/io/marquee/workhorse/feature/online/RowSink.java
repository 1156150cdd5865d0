package io.marquee.workhorse.feature.online;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.online.OnlineStore.Written;
import io.marquee.workhorse.feature.online.RowBatch.Outcome;
import io.marquee.workhorse.feature.online.redis.RedisException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows of one view, a batch at a time, and sends several batches at once. It holds a fixed number of batches, about a
 * megabyte each at most: who fills them faster than Redis takes them waits for one to come back. Rows of one sink must be of
 * different entities. For one filling thread.
 */
final class RowSink {

    private final RowEncoder encoder;
    private final RowWriter writer;
    private final long secondsToLive;
    private final Duration patience;
    private final int batches;
    private final BlockingQueue<RowBatch> free;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong newer = new AtomicLong();

    /**
     * A sink.
     *
     * @param connections batches that are sent at the same time
     * @param patience how long a batch is tried again while Redis does not answer
     */
    RowSink(
            RowEncoder encoder,
            RowWriter writer,
            long secondsToLive,
            Duration patience,
            int connections,
            int batchRows) {
        this.encoder = encoder;
        this.writer = writer;
        this.secondsToLive = secondsToLive;
        this.patience = patience;
        this.batches = connections + 1;
        this.free = new ArrayBlockingQueue<>(batches);
        for (int i = 0; i < batches; i++) {
            free.add(new RowBatch(batchRows));
        }
    }

    RowEncoder encoder() {
        return encoder;
    }

    /** An empty batch, as soon as there is one. */
    RowBatch take() {
        try {
            RowBatch batch = free.take();
            if (failure.get() != null) {
                free.add(batch);
                throw problem();
            }
            batch.clear();
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.UNAVAILABLE, "writing online rows was interrupted", e);
        }
    }

    /** Sends a batch in the background; it belongs to the sink again. */
    void send(RowBatch batch) {
        Thread.ofVirtual().name("online-rows").start(() -> {
            try {
                deliver(batch);
            } catch (RedisException | RuntimeException e) {
                failure.compareAndSet(null, e);
            } finally {
                free.add(batch);
            }
        });
    }

    /** Sends the last batch, on this thread, and waits for all others. */
    Written finish(RowBatch last) {
        if (last.rows() == 0) {
            // An increment without news has nothing to say to Redis.
            free.add(last);
        } else if (batches == free.size() + 1) {
            try {
                deliver(last);
            } catch (RedisException | RuntimeException e) {
                failure.compareAndSet(null, e);
            }
            free.add(last);
        } else {
            send(last);
        }
        for (int i = 0; i < batches; i++) {
            try {
                free.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProblemException(ProblemType.UNAVAILABLE, "writing online rows was interrupted", e);
            }
        }
        if (failure.get() != null) {
            throw problem();
        }
        return soFar();
    }

    /** What became of the rows of batches that have come back. */
    Written soFar() {
        return new Written(written.get(), newer.get());
    }

    private void deliver(RowBatch batch) throws RedisException {
        Persistence.of(patience, () -> {
            writer.write(batch, encoder, secondsToLive);
            return batch;
        });
        written.addAndGet(batch.count(Outcome.WRITTEN));
        newer.addAndGet(batch.count(Outcome.NEWER));
    }

    private ProblemException problem() {
        Exception cause = failure.get();
        boolean passing = cause instanceof RedisException refused && refused.isPassing();
        return new ProblemException(
                passing ? ProblemType.UNAVAILABLE : ProblemType.INTERNAL,
                "the online store does not take rows of '" + encoder.view().name() + "': "
                        + (cause == null ? "" : cause.getMessage()),
                cause);
    }
}
