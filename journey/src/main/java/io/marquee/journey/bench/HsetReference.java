package io.marquee.journey.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Sends {@code HSET} with fields and values of nine bytes under random keys to a Redis, by pipelines: {@code redis-benchmark}
 * where there is one, else a client that does as it does.
 */
final class HsetReference {

    private static final int PIPELINE = 64;
    private static final int KEYS = 1_000_000;

    private final String host;
    private final int port;
    private final int fields;
    private final boolean hasTool;

    HsetReference(String host, int port, int fields) throws InterruptedException {
        this.host = host;
        this.port = port;
        this.fields = fields;
        this.hasTool = hasTool();
    }

    /** What it is done with, for the report. */
    String tool() {
        return hasTool ? "redis-benchmark -P " + PIPELINE + " -c 4" : "a bare client with pipelines of " + PIPELINE;
    }

    /** How long so many commands take. */
    double seconds(long commands) throws IOException, InterruptedException {
        return hasTool ? byTool(commands) : byClient(commands);
    }

    /** Empties Redis. */
    void flush() throws IOException {
        try (Socket socket = new Socket(host, port)) {
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() != '+') {
                throw new IOException("Redis refuses to be emptied");
            }
        }
    }

    private static boolean hasTool() throws InterruptedException {
        try {
            ShellReference.run(Path.of("."), "command -v redis-benchmark");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private double byTool(long commands) throws IOException, InterruptedException {
        StringBuilder line = new StringBuilder("exec redis-benchmark -h \"$1\" -p \"$2\" -n \"$3\" -r " + KEYS + " -P "
                + PIPELINE + " -c 4 -q HSET user:__rand_int__");
        for (int field = 0; field < fields; field++) {
            line.append(" fld").append(field).append(" 123456789");
        }
        return ShellReference.run(Path.of("."), line.toString(), host, Integer.toString(port), Long.toString(commands))
                .seconds();
    }

    private double byClient(long commands) throws IOException {
        StringBuilder text = new StringBuilder("*" + (2 + 2 * fields) + "\r\n$4\r\nHSET\r\n$17\r\nuser:");
        int digits = text.length();
        text.append("000000000000\r\n");
        for (int field = 0; field < fields; field++) {
            text.append("$4\r\nfld").append(field % 10).append("\r\n$9\r\n123456789\r\n");
        }
        byte[] command = text.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] pipeline = new byte[command.length * PIPELINE];
        for (int i = 0; i < PIPELINE; i++) {
            System.arraycopy(command, 0, pipeline, i * command.length, command.length);
        }
        SplittableRandom random = new SplittableRandom(1);
        try (Socket socket = new Socket(host, port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
            long began = System.nanoTime();
            for (long sent = 0; sent < commands; sent += PIPELINE) {
                int count = (int) Math.min(PIPELINE, commands - sent);
                for (int i = 0; i < count; i++) {
                    int key = random.nextInt(KEYS);
                    for (int digit = 11; digit >= 5; digit--, key /= 10) {
                        pipeline[i * command.length + digits + digit] = (byte) ('0' + key % 10);
                    }
                }
                out.write(pipeline, 0, count * command.length);
                for (int answers = 0; answers < count; ) {
                    int character = in.read();
                    if (character < 0 || character == '-') {
                        throw new IOException("Redis refuses the reference's commands");
                    }
                    answers += character == '\n' ? 1 : 0;
                }
            }
            return (System.nanoTime() - began) / 1e9;
        }
    }
}
