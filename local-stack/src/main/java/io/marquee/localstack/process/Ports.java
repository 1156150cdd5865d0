package io.marquee.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Which TCP ports of this machine are free. */
public final class Ports {

    private Ports() {}

    /** Below what Linux, macOS and Windows hand out to outgoing connections, above what well-known servers use. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;
    private static final int LOOKS = 40;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    /**
     * A port nobody listens on at this moment. It is not one that the system would give to an outgoing connection, so that
     * it is still free when the server that wants it has started.
     */
    public static int random() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (freeAtOnce(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
    }

    /**
     * Whether a server could listen there now, on the loopback address as well as on all addresses. A no takes a fifth of a
     * second: a process that is being forked at that moment, by another thread of this JVM, holds a copy of the very socket
     * this method looks with until it becomes a program of its own, so one look that fails proves nothing.
     */
    public static boolean free(int port) {
        for (int look = 1; !freeAtOnce(port); look++) {
            if (look == LOOKS) {
                return false;
            }
            BackgroundProcess.sleep(BETWEEN_LOOKS);
        }
        return true;
    }

    private static boolean freeAtOnce(int port) {
        return bindable(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && bindable(new InetSocketAddress(port));
    }

    private static boolean bindable(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: connections of a predecessor that still linger in TIME_WAIT do not count.
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
