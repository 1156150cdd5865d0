package io.marquee.journey.bench;

import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.suite.Service;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * {@code /get-online-features} for 50 features of 5 views, against a client that reads the same rows from the same Redis and
 * does nothing else. Both keep the same number of requests under way; the bare client sends several on a connection without
 * waiting, which HTTP's clients do not.
 */
final class OnlineFeaturesBenchmark implements Benchmark {

    private static final long ENTITIES = 10_000;
    private static final List<Integer> SIZES = List.of(1, 10, 50, 100);
    private static final int UNDER_WAY = 16;
    private static final int BARE_CONNECTIONS = 2;
    private static final double WARM_UP_SECONDS = 20;
    private static final double SECONDS = 10;

    @Override
    public String name() {
        return "online-features";
    }

    @Override
    public String summary() {
        return "50 features of 5 views for 1 to 100 entities over HTTP, against a bare pipelined HMGET client";
    }

    @Override
    public BenchmarkReport run(BenchmarkContext context) throws IOException, InterruptedException {
        Path definitions = context.folder().resolve("definitions");
        // An earlier run's product may have had other views.
        FileTree.delete(definitions);
        OnlineFeatureRows.writeDefinitions(context.home().resolve("config/features"), definitions);
        try (BenchSuite suite = BenchSuite.start(
                context, Set.of(Service.WORKHORSE), Map.of("MARQUEE_FEATURE_DEFINITIONS", definitions.toString()))) {
            Map<String, String> environment = suite.suite().environment();
            return new Run(
                            context,
                            suite.suite().url(Service.WORKHORSE),
                            environment.get("REDIS_HOST"),
                            Integer.parseInt(environment.get("REDIS_PORT")))
                    .measure();
        }
    }

    /** One run of the benchmark. */
    private static final class Run {

        private final BenchmarkContext context;
        private final URI workhorse;
        private final String redisHost;
        private final int redisPort;
        private final long entities;
        private final String features;

        Run(BenchmarkContext context, URI workhorse, String redisHost, int redisPort) {
            this.context = context;
            this.workhorse = workhorse;
            this.redisHost = redisHost;
            this.redisPort = redisPort;
            this.entities = context.scaled(ENTITIES);
            this.features = OnlineFeatureRows.references().stream()
                    .map(reference -> '"' + reference + '"')
                    .collect(Collectors.joining(",", "[", "]"));
        }

        BenchmarkReport measure() throws IOException, InterruptedException {
            context.say(String.format(Locale.ROOT, "storing rows of %,d entities", entities));
            fill();
            check();
            double seconds = Math.max(0.5, SECONDS * Math.min(1, context.scale()));
            context.say("warming up");
            for (int size : SIZES) {
                http(size, Math.max(0.5, WARM_UP_SECONDS / SIZES.size() * Math.min(1, context.scale())));
            }
            List<Measurement> lines = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            for (int size : SIZES) {
                context.say("requests for " + size + (size == 1 ? " entity" : " entities"));
                LoadClient.Result bare = bare(size, seconds);
                LoadClient.Result http = http(size, seconds);
                Measurement reference =
                        Measurement.reference("bare HMGET, " + size, bare.requests(), "requests", bare.seconds());
                lines.add(reference);
                lines.add(line(reference, size, http));
                notes.add(String.format(
                        Locale.ROOT,
                        "%3d entities: p50 %.2f ms, p99 %.2f ms over HTTP; p99 %.2f ms bare.",
                        size,
                        http.millis(0.5),
                        http.millis(0.99),
                        bare.millis(0.99)));
            }
            notes.add(String.format(
                    Locale.ROOT,
                    "%d requests are under way at all times: over HTTP each on a connection of its own, bare on %d.",
                    UNDER_WAY,
                    BARE_CONNECTIONS));
            notes.add("Client, service and Redis share the machine; the answer of one entity was checked first.");
            return new BenchmarkReport("Online features over HTTP against Redis itself", lines, notes);
        }

        private static Measurement line(Measurement reference, int size, LoadClient.Result http) {
            String what = "/get-online-features, " + size;
            return switch (size) {
                case 1 -> Measurement.speedAtLeast(0.4, reference, what, http.requests(), "requests", http.seconds());
                case 100 -> Measurement.speedAtLeast(0.6, reference, what, http.requests(), "requests", http.seconds());
                default -> {
                    double ratio = http.requests() / http.seconds() / reference.perSecond();
                    yield new Measurement(
                            what, http.requests(), "requests", http.seconds(), OptionalDouble.of(ratio), "", true);
                }
            };
        }

        private LoadClient.Result bare(int size, double seconds) throws IOException, InterruptedException {
            List<byte[]> requests = new ArrayList<>();
            for (int number = 0; number < groups(size); number++) {
                ByteArrayOutputStream request = new ByteArrayOutputStream();
                for (long user : group(number, size)) {
                    request.writeBytes(OnlineFeatureRows.read(user));
                }
                requests.add(request.toByteArray());
            }
            return LoadClient.run(
                    redisHost,
                    redisPort,
                    BARE_CONNECTIONS,
                    UNDER_WAY / BARE_CONNECTIONS,
                    seconds,
                    number -> requests.get(number % requests.size()),
                    in -> LoadClient.readHashes(in, size));
        }

        private LoadClient.Result http(int size, double seconds) throws IOException, InterruptedException {
            List<byte[]> requests = new ArrayList<>();
            for (int number = 0; number < groups(size); number++) {
                byte[] body = body(group(number, size)).getBytes(StandardCharsets.UTF_8);
                ByteArrayOutputStream request = new ByteArrayOutputStream();
                request.writeBytes(("POST /get-online-features HTTP/1.1\r\nHost: " + workhorse.getAuthority()
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                request.writeBytes(body);
                requests.add(request.toByteArray());
            }
            return LoadClient.run(
                    workhorse.getHost(),
                    workhorse.getPort(),
                    UNDER_WAY,
                    1,
                    seconds,
                    number -> requests.get(number % requests.size()),
                    LoadClient::readHttp);
        }

        /** Different requests, as many as make every entity be asked for about once. */
        private int groups(int size) {
            return (int) Math.max(1, entities / size);
        }

        private long[] group(int number, int size) {
            // Neighbours in a request are far from each other in Redis, as those of a real one.
            return LongStream.range(0, size)
                    .map(i -> (number * (long) size + i) * 7919 % entities + 1)
                    .toArray();
        }

        private String body(long[] users) {
            return "{\"features\":" + features + ",\"entities\":{\"user_id\":"
                    + LongStream.of(users).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]")) + "}}";
        }

        private void fill() throws IOException {
            try (Socket socket = new Socket(redisHost, redisPort)) {
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                for (long user = 1; user <= entities; user++) {
                    out.write(OnlineFeatureRows.store(user));
                    out.flush();
                    if (in.read() != ':') {
                        throw new IOException("Redis did not take a row");
                    }
                    for (int next = in.read(); next != '\n'; next = in.read()) {
                        // The number of new fields; nobody needs it.
                    }
                }
            }
        }

        private void check() throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(workhorse.resolve("/get-online-features"))
                    .POST(HttpRequest.BodyPublishers.ofString(body(new long[] {42})))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                String answer = client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
                if (!answer.contains(OnlineFeatureRows.expected(42))) {
                    throw new IllegalStateException("the service does not answer with the rows that were stored: "
                            + answer.substring(0, Math.min(500, answer.length())));
                }
            }
        }
    }
}
