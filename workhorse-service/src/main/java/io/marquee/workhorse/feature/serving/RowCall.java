package io.marquee.workhorse.feature.serving;

import io.vertx.core.Promise;
import java.util.List;
import org.jboss.logging.Logger;

/** Rows that are read for one request. Belongs to one event loop. */
final class RowCall {

    /** One command of a call on its way. */
    static final class Sent {

        private final RowCall call;
        private final int position;
        private int attempts;

        private Sent(RowCall call, int position) {
            this.call = call;
            this.position = position;
        }

        RowRead read() {
            return call.reads.get(position);
        }

        boolean isOver() {
            return call.over;
        }

        void answered(RowReply reply) {
            call.answered(position, reply);
        }

        void failed(Throwable cause) {
            call.fail(cause);
        }

        /** How often it was sent before; counts this time. */
        int attempt() {
            return attempts++;
        }
    }

    private static final Logger LOG = Logger.getLogger(RowCall.class);

    private final RowLoop loop;
    private final List<RowRead> reads;
    private final RowReply[] answers;
    private final Promise<RowReply[]> promise;
    private final long deadline;
    private int next;
    private int open;
    private boolean over;

    /**
     * A call.
     *
     * @param loop that sends it, part by part
     * @param deadline of {@link System#nanoTime}
     */
    RowCall(RowLoop loop, List<RowRead> reads, Promise<RowReply[]> promise, long deadline) {
        this.loop = loop;
        this.reads = reads;
        this.answers = new RowReply[reads.size()];
        this.promise = promise;
        this.deadline = deadline;
    }

    boolean isOver() {
        return over;
    }

    boolean isLate(long now) {
        return now - deadline > 0;
    }

    /** Whether {@link #take} has more to send, with at most so many under way. */
    boolean hasMore(int most) {
        return next < reads.size() && open < most;
    }

    Sent take() {
        open++;
        return new Sent(this, next++);
    }

    void fail(Throwable cause) {
        if (!over) {
            over = true;
            promise.fail(new ServingException(
                    ServingException.Kind.UNAVAILABLE,
                    "the online store does not answer: " + cause.getMessage(),
                    cause));
        }
    }

    private void answered(int position, RowReply reply) {
        if (over) {
            return;
        }
        answers[position] = reply;
        open--;
        if (open > 0) {
            return;
        }
        if (next == reads.size()) {
            over = true;
            complete();
        } else {
            loop.proceed(this);
        }
    }

    /** What goes wrong with an answer must not keep those that came with it from their requests. */
    private void complete() {
        try {
            promise.complete(answers);
        } catch (RuntimeException e) {
            LOG.error("the answer to a request could not be handed on", e);
        }
    }
}
