package io.marquee.workhorse.feature.serving;

import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.serving.ReplyReader.Answer;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A connection of one event loop to one Redis server. All that its requests want to read in one turn of the loop goes out in
 * one piece; answers come back in that order.
 */
final class RowConnection {

    /** What is told how commands went; called on the event loop. */
    interface Listener {

        /** The server answered a command with an error. */
        void refused(RowConnection connection, RowCall.Sent sent, String error);

        /** The connection is gone, or never was; these have no answer. */
        void broken(RowConnection connection, List<RowCall.Sent> unanswered, Throwable cause);
    }

    /** Memory that a large piece needed is given back after it. */
    private static final int USUAL = 1 << 15;

    private final RedisNode node;
    private final Context context;
    private final Listener listener;
    private ByteBuilder out = new ByteBuilder(USUAL);
    private final ReplyReader replies = new ReplyReader();

    /** Who gets the answers, in their order. */
    private final Queue<Expected> expected = new ArrayDeque<>();

    private @Nullable NetSocket socket;
    private boolean flushing;
    private boolean broken;

    /** Who waits for an answer; nobody for that to a greeting or ASKING, as long as it is not an error. */
    private record Expected(RowCall.@Nullable Sent sent) {

        private static final Expected NOBODY = new Expected(null);
    }

    /**
     * Connects.
     *
     * @param greeting commands that go first
     */
    RowConnection(NetClient client, RedisNode node, List<ByteBuilder> greeting, Context context, Listener listener) {
        this.node = node;
        this.context = context;
        this.listener = listener;
        for (ByteBuilder command : greeting) {
            out.put(command.array(), 0, command.size());
            expected.add(Expected.NOBODY);
        }
        // Not in the context of the request that happens to need it first.
        context.runOnContext(unused -> client.connect(node.port(), node.host()).onComplete(opened -> {
            if (opened.succeeded()) {
                open(opened.result());
            } else {
                fail(opened.cause());
            }
        }));
    }

    RedisNode node() {
        return node;
    }

    /** Sends a command with the next piece. */
    void send(RowCall.Sent sent, boolean asking) {
        if (asking) {
            out.putCommand("ASKING");
            expected.add(Expected.NOBODY);
        }
        sent.read().put(out);
        expected.add(new Expected(sent));
        if (!flushing && socket != null) {
            flushing = true;
            context.runOnContext(unused -> flush());
        }
    }

    private void open(NetSocket opened) {
        socket = opened;
        opened.handler(this::received);
        opened.exceptionHandler(this::fail);
        opened.closeHandler(unused -> fail(new IOException(node + " closed the connection")));
        flush();
    }

    private void flush() {
        flushing = false;
        NetSocket open = socket;
        if (open != null && !broken && out.size() > 0) {
            open.write(Buffer.buffer(Unpooled.wrappedBuffer(out.copy())));
            if (out.size() > USUAL) {
                out = new ByteBuilder(USUAL);
            } else {
                out.clear();
            }
        }
    }

    private void received(Buffer chunk) {
        try {
            replies.add(chunk);
            for (Answer answer = replies.next(); answer != null && !broken; answer = replies.next()) {
                take(answer);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void take(Answer answer) throws IOException {
        Expected next = expected.poll();
        if (next == null) {
            throw new IOException("not the protocol of Redis: an answer that nobody asked for");
        }
        RowCall.Sent sent = next.sent;
        switch (answer) {
            case Answer.Row row when sent != null -> sent.answered(row.reply());
            case Answer.Failure failure when sent != null -> listener.refused(this, sent, failure.error());
            case Answer.Failure failure -> throw new IOException(node + " refuses: " + failure.error());
            case Answer.Status status when sent == null -> {}
            default -> throw new IOException("not the protocol of Redis: " + answer);
        }
    }

    /** Ends it, for whatever reason; once. */
    private void fail(Throwable cause) {
        if (broken) {
            return;
        }
        broken = true;
        if (socket != null) {
            socket.close();
        }
        List<RowCall.Sent> unanswered = new ArrayList<>();
        for (Expected each : expected) {
            if (each.sent != null) {
                unanswered.add(each.sent);
            }
        }
        expected.clear();
        listener.broken(this, unanswered, cause);
    }
}
