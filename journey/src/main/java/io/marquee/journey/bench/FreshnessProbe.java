package io.marquee.journey.bench;

import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.feature.EntityKey;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Times the way of single events to Redis: sends the first event of a user of its own and asks Redis, every two milliseconds,
 * whether there is a row of that user. Asking the service would have it answer hundreds of requests a second meanwhile.
 */
final class FreshnessProbe implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int PAUSE_MILLIS = 2;

    /** Users whose only events are those of probes. */
    private static final long FIRST_USER = 10_000_000;

    private final InteractionFeed feed;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    FreshnessProbe(InteractionFeed feed, String redisHost, int redisPort) throws IOException {
        this.feed = feed;
        this.socket = new Socket(redisHost, redisPort);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** How many seconds an event takes now. */
    double seconds() throws IOException, InterruptedException {
        long start = System.nanoTime();
        byte[] key = EntityKey.of("user_id", sendFirstEvent()).redisKey("marquee");
        while (!exists(key)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("an event has no row after " + PATIENCE);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private long sendFirstEvent() {
        synchronized (feed) {
            long user = FIRST_USER + feed.sent();
            feed.send(new UserInteraction(
                    "probe-" + user,
                    Instant.now(),
                    "bench",
                    user,
                    1L,
                    InteractionType.CLICK,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Map.of()));
            return user;
        }
    }

    private boolean exists(byte[] key) throws IOException {
        out.write(("*2\r\n$6\r\nEXISTS\r\n$" + key.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(key);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        StringBuilder answer = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("Redis has hung up");
            }
            answer.append((char) next);
        }
        return switch (answer.toString().strip()) {
            case ":0" -> false;
            case ":1" -> true;
            default -> throw new IOException("Redis answered " + answer);
        };
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
