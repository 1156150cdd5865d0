package io.marquee.workhorse.ingestion.download;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A file server on plain sockets that honours ranges and conditions, except where it was told to fail. */
final class FaultyServer implements Closeable {

    /** A file as it is now. */
    record Offered(
            byte[] content, @Nullable String etag, @Nullable String lastModified) {}

    /** What goes wrong with one request. */
    sealed interface Fault {
        /** The connection ends after that many bytes of the body. */
        record Cut(int after) implements Fault {}

        /** The connection is reset after that many bytes of the body. */
        record Reset(int after) implements Fault {}

        /** Another status than the right one. */
        record Status(int status, String header) implements Fault {}

        /** Nothing comes after that many bytes of the body. */
        record Stall(int after) implements Fault {}

        /** Ranges are not understood. */
        record IgnoreRange() implements Fault {}

        /** Conditions of ranges are not understood: the part comes whatever the version. */
        record IgnoreIfRange() implements Fault {}

        /** The part begins somewhere else. */
        record WrongPart() implements Fault {}

        /** Each block of the body comes after a pause. */
        record Slow(int millis) implements Fault {}

        /** The request is answered in full, then the file changes. */
        record Then(Fault first, Runnable change) implements Fault {}
    }

    private final ServerSocket socket;
    private final Map<String, Offered> files = new ConcurrentHashMap<>();
    private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    private FaultyServer(ServerSocket socket) {
        this.socket = socket;
    }

    static FaultyServer start() throws IOException {
        FaultyServer server = new FaultyServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/files");
    }

    URI uri(String name) {
        return URI.create(base() + "/" + name);
    }

    FaultyServer offer(String name, byte[] content, @Nullable String etag, @Nullable String lastModified) {
        files.put("/files/" + name, new Offered(content, etag, lastModified));
        return this;
    }

    FaultyServer fail(String name, Fault... next) {
        faults.computeIfAbsent("/files/" + name, path -> new ArrayDeque<>()).addAll(List.of(next));
        return this;
    }

    /** Each request as {@code name range}, for example {@code a.zip bytes=10-}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = in.readLine();
            if (first == null) {
                return;
            }
            String path = first.split(" ")[1];
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                headers.put(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip());
            }
            String asked = headers.getOrDefault("Range", headers.containsKey("If-None-Match") ? "if changed" : "");
            requests.add((path.substring(path.lastIndexOf('/') + 1) + " " + asked).strip());
            Deque<Fault> next = faults.getOrDefault(path, new ArrayDeque<>());
            Fault fault;
            synchronized (next) {
                fault = next.poll();
            }
            respond(client, path, headers, fault);
        } catch (IOException e) {
            // The client went away, as some tests have it.
        }
    }

    private void respond(Socket client, String path, Map<String, String> headers, @Nullable Fault fault)
            throws IOException {
        if (fault instanceof Fault.Then then) {
            respond(client, path, headers, then.first());
            then.change().run();
            return;
        }
        OutputStream out = client.getOutputStream();
        Offered file = files.get(path);
        if (fault instanceof Fault.Status status) {
            head(out, status.status(), status.header() + "\r\nContent-Length: 0\r\n");
            return;
        }
        if (file == null) {
            head(out, 404, "Content-Length: 0\r\n");
            return;
        }
        String version = (file.etag() == null ? "" : "ETag: " + file.etag() + "\r\n")
                + (file.lastModified() == null ? "" : "Last-Modified: " + file.lastModified() + "\r\n");
        if (file.etag() != null && file.etag().equals(headers.get("If-None-Match"))
                || file.lastModified() != null && file.lastModified().equals(headers.get("If-Modified-Since"))) {
            head(out, 304, version);
            return;
        }
        int start = start(headers, file, fault).orElse(-1);
        int length = file.content().length;
        if (start > length) {
            head(out, 416, "Content-Range: bytes */" + length + "\r\nContent-Length: 0\r\n");
            return;
        }
        if (fault instanceof Fault.WrongPart) {
            start = Math.max(0, start - 1);
        }
        int from = Math.max(0, start);
        String range = start < 0 ? "" : "Content-Range: bytes " + start + "-" + (length - 1) + "/" + length + "\r\n";
        head(out, start < 0 ? 200 : 206, version + range + "Content-Length: " + (length - from) + "\r\n");
        body(client, out, file.content(), from, fault);
    }

    private static Optional<Integer> start(Map<String, String> headers, Offered file, @Nullable Fault fault) {
        String range = headers.get("Range");
        if (range == null || fault instanceof Fault.IgnoreRange) {
            return Optional.empty();
        }
        String condition = headers.get("If-Range");
        boolean same = condition == null || condition.equals(file.etag()) || condition.equals(file.lastModified());
        return same || fault instanceof Fault.IgnoreIfRange
                ? Optional.of(Integer.parseInt(range.substring("bytes=".length(), range.length() - 1)))
                : Optional.empty();
    }

    private static void body(Socket client, OutputStream out, byte[] content, int from, @Nullable Fault fault)
            throws IOException {
        int end =
                switch (fault) {
                    case Fault.Cut cut -> Math.min(content.length, from + cut.after());
                    case Fault.Reset reset -> Math.min(content.length, from + reset.after());
                    case Fault.Stall stall -> Math.min(content.length, from + stall.after());
                    case null, default -> content.length;
                };
        try {
            if (fault instanceof Fault.Slow slow) {
                for (int at = from; at < end; at += 1000) {
                    Thread.sleep(slow.millis());
                    out.write(content, at, Math.min(1000, end - at));
                    out.flush();
                }
            } else {
                out.write(content, from, end - from);
            }
            out.flush();
            if (fault instanceof Fault.Stall) {
                Thread.sleep(5_000);
            }
            if (fault instanceof Fault.Reset) {
                // Lets the bytes arrive before the reset takes what is under way with it.
                Thread.sleep(50);
                client.setSoLinger(true, 0);
            }
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static void head(OutputStream out, int status, String headers) throws IOException {
        out.write(("HTTP/1.1 " + status + " x\r\nConnection: close\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
