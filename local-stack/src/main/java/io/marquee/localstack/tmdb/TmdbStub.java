package io.marquee.localstack.tmdb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stub server. Counts each request by path and query, credentials left out, and answers it from the catalogue unless the
 * script has a fault for it.
 */
public final class TmdbStub implements AutoCloseable {

    /** The key that it accepts as {@code api_key}. */
    public static final String API_KEY = "stub-key-0123456789abcdef";

    /** The token that it accepts as a bearer token. */
    public static final String ACCESS_TOKEN = "stub-token.0123456789.abcdef";

    private static final String BASE = "/3";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TmdbAnswerer answerer;
    private final FaultScript faults = new FaultScript();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final List<String> requests = new ArrayList<>();

    private TmdbStub(StubCatalogue catalogue, HttpServer server) {
        this.server = server;
        this.answerer = new TmdbAnswerer(catalogue);
    }

    /** Starts it on a free port of this machine. */
    public static TmdbStub start(StubCatalogue catalogue) throws IOException {
        return start(catalogue, 0);
    }

    /** Starts it on that port of this machine. */
    public static TmdbStub start(StubCatalogue catalogue, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        TmdbStub stub = new TmdbStub(catalogue, server);
        server.createContext("/", stub::handle);
        server.setExecutor(stub.threads);
        server.start();
        return stub;
    }

    /** For {@code TMDB_BASE_URL}. */
    public URI baseUri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + BASE);
    }

    public FaultScript faults() {
        return faults;
    }

    /** Every request so far, in order: path and query behind the base, without credentials. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** How often each was sent, faults included. */
    public synchronized Map<String, Long> requestCounts() {
        return requests.stream().collect(Collectors.groupingBy(request -> request, Collectors.counting()));
    }

    /** How often each was answered in full and without a fault. */
    public Map<String, Integer> answeredCounts() {
        return Map.copyOf(answered);
    }

    /** Forgets the requests so far. */
    public synchronized void forget() {
        requests.clear();
        answered.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        StubRequest request = StubRequest.of(exchange.getRequestURI(), BASE);
        synchronized (this) {
            requests.add(request.key());
        }
        Optional<Fault> fault = faults.take(request.key());
        try (exchange) {
            TmdbAnswerer.Answer answer =
                    answerer.answer(request, exchange.getRequestHeaders().getFirst("Authorization"));
            if (fault.isEmpty()) {
                send(exchange, answer.status(), "application/json;charset=utf-8", answer.body());
                answered.merge(request.key(), 1, Integer::sum);
            } else {
                suffer(exchange, fault.get(), answer);
            }
        }
    }

    private static void suffer(HttpExchange exchange, Fault fault, TmdbAnswerer.Answer answer) throws IOException {
        String json = "application/json;charset=utf-8";
        switch (fault) {
            case Fault.Status status -> send(exchange, status.status(), json, TmdbAnswerer.failure(status.status()));
            case Fault.TooMany tooMany -> {
                exchange.getResponseHeaders().set("Retry-After", tooMany.retryAfter());
                send(exchange, 429, json, TmdbAnswerer.failure(429));
            }
            case Fault.Slow slow -> {
                pause(slow);
                send(exchange, answer.status(), json, answer.body());
            }
            case Fault.CutOff _ -> {
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", json);
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body, 0, body.length / 2);
                exchange.getResponseBody().flush();
            }
            case Fault.Malformed _ ->
                send(
                        exchange,
                        200,
                        json,
                        answer.body().substring(0, answer.body().length() / 2));
            case Fault.WebPage _ -> send(exchange, 200, "text/html", "<html><body>Back soon</body></html>");
            case Fault.OtherShape _ -> send(exchange, 200, json, "{\"data\":[]}");
            // Closing the exchange without an answer ends the connection.
            case Fault.Reset _ -> {}
        }
    }

    private static void pause(Fault.Slow slow) {
        try {
            Thread.sleep(slow.delay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, @Nullable String contentType, String text)
            throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (contentType != null) {
            exchange.getResponseHeaders().set("Content-Type", contentType);
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
