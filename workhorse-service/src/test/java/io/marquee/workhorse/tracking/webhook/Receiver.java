package io.marquee.workhorse.tracking.webhook;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** A receiver of deliveries at an address that the tests' configuration allows. */
final class Receiver implements AutoCloseable {

    /** A request as it came; names of headers in small letters. */
    record Received(String method, String path, Map<String, String> headers, String body) {}

    /** What to answer to the n-th request, from 0. */
    @FunctionalInterface
    interface Answers {
        int status(int request);
    }

    private final HttpServer server;
    private final List<Received> requests = Collections.synchronizedList(new ArrayList<>());

    private Receiver(HttpServer server) {
        this.server = server;
    }

    static Receiver start(Answers answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.7"), 0), 0);
        Receiver receiver = new Receiver(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            int status;
            synchronized (receiver.requests) {
                status = answers.status(receiver.requests.size());
                receiver.requests.add(new Received(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        headers,
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            }
            if (status / 100 == 3) {
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/secret");
            }
            byte[] body = ("answer " + status).getBytes(StandardCharsets.UTF_8);
            // Chunked every other time.
            if (status == 204) {
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, receiver.requests.size() % 2 == 0 ? 0 : body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        return receiver;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.7:" + server.getAddress().getPort() + path);
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Received> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
