package io.marquee.journey.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Keeps a server busy over plain sockets, each with a thread and a fixed number of requests under way. It does as little as
 * can be done, because it runs beside what it measures.
 */
final class LoadClient {

    /** Reads one answer off the wire and drops it. */
    interface Answer {

        /**
         * Reads to the end of the answer.
         *
         * @throws IOException when it is not a good one
         */
        void read(InputStream in) throws IOException;
    }

    /** Makes the request of that number. */
    interface Requests {
        byte[] get(int number);
    }

    /**
     * What was done.
     *
     * @param nanos how long each took, in ascending order
     */
    record Result(int requests, double seconds, long[] nanos) {

        /** The time in which this share of the requests was answered. */
        double millis(double share) {
            return nanos[(int) Math.min(nanos.length - 1, Math.floor(nanos.length * share))] / 1e6;
        }
    }

    private LoadClient() {}

    /**
     * Sends requests for a while.
     *
     * @param connections how many of them
     * @param depth requests that each has under way
     */
    static Result run(
            String host, int port, int connections, int depth, double seconds, Requests requests, Answer answer)
            throws IOException, InterruptedException {
        List<Callable<long[]>> clients = new ArrayList<>();
        for (int number = 0; number < connections; number++) {
            int first = number * 7919;
            clients.add(() -> one(host, port, depth, seconds, first, requests, answer));
        }
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<long[]> times = new ArrayList<>();
            for (Future<long[]> client : threads.invokeAll(clients)) {
                times.add(client.get());
            }
            double took = (System.nanoTime() - start) / 1e9;
            long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Result(all.length, took, all);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static long[] one(
            String host, int port, int depth, double seconds, int first, Requests requests, Answer answer)
            throws IOException {
        long[] times = new long[1024];
        int count = 0;
        long[] sent = new long[depth];
        try (Socket socket = new Socket(host, port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            long end = System.nanoTime() + (long) (seconds * 1e9);
            while (System.nanoTime() < end) {
                for (int i = 0; i < depth; i++) {
                    sent[i] = System.nanoTime();
                    out.write(requests.get(first + count + i));
                }
                for (int i = 0; i < depth; i++) {
                    answer.read(in);
                    if (count == times.length) {
                        times = Arrays.copyOf(times, count * 2);
                    }
                    times[count++] = System.nanoTime() - sent[i];
                }
            }
        }
        return Arrays.copyOf(times, count);
    }

    /** An answer of HTTP 200, with a length or in chunks. */
    static void readHttp(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("the service answered: " + status);
        }
        long length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Long.parseLong(header.substring(15).strip());
            }
        }
        if (length >= 0) {
            in.skipNBytes(length);
            return;
        }
        for (int chunk = Integer.parseInt(line(in), 16); chunk > 0; chunk = Integer.parseInt(line(in), 16)) {
            in.skipNBytes(chunk + 2L);
        }
        line(in);
    }

    /** Answers of Redis to that many {@code HMGET}s. */
    static void readHashes(InputStream in, int hashes) throws IOException {
        for (int hash = 0; hash < hashes; hash++) {
            int values = number(in, '*');
            for (int value = 0; value < values; value++) {
                int length = number(in, '$');
                if (length < 0) {
                    throw new IOException("a row is missing");
                }
                in.skipNBytes(length + 2L);
            }
        }
    }

    private static int number(InputStream in, char kind) throws IOException {
        int first = in.read();
        if (first != kind) {
            throw new IOException("Redis answered: " + (char) first + line(in));
        }
        int value = 0;
        boolean negative = false;
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next == '-') {
                negative = true;
            } else {
                value = value * 10 + next - '0';
            }
        }
        in.read();
        return negative ? -value : value;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            line.append((char) next);
        }
        in.read();
        return line.toString();
    }
}
