package io.marquee.journey.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.CallFailedException;
import io.marquee.contract.event.Topic;
import io.marquee.journey.client.SuiteClient;
import io.marquee.localstack.suite.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How many interactions a second the packaged workhorse takes from Kafka until their features are in Redis, and how long one
 * of them takes while 2,000 a second come in. Broker, database, Redis and the sender share the machine.
 */
final class StreamingFeaturesBenchmark implements Benchmark {

    private static final long EVENTS = 600_000;
    private static final long WARM_UP_EVENTS = 100_000;
    private static final int USERS = 20_000;
    private static final int MOVIES = 2_000;
    private static final int STEADY_PER_SECOND = 2_000;
    private static final long STEADY_SECONDS = 30;
    private static final double WANTED_PER_SECOND = 20_000;
    private static final double WANTED_P99 = 0.25;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final String STORING = "workhorse-ingestion";
    private static final String UPDATING = "workhorse-features";
    private static final String UPDATES = "movie-feature-updates";

    @Override
    public String name() {
        return "streaming-features";
    }

    @Override
    public String summary() {
        return "interactions from Kafka to features in Redis: events a second, and how long one takes at 2,000 a second";
    }

    @Override
    public BenchmarkReport run(BenchmarkContext context) throws IOException, InterruptedException {
        try (BenchSuite suite = BenchSuite.start(context, Set.of(Service.WORKHORSE), Map.of())) {
            Map<String, String> environment = suite.suite().environment();
            try (Connection connection = SuiteDatabase.connect(environment);
                    InteractionFeed feed =
                            new InteractionFeed(environment.get("KAFKA_BOOTSTRAP_SERVERS"), 20_261_122, USERS, MOVIES);
                    FreshnessProbe probe = new FreshnessProbe(
                            feed, environment.get("REDIS_HOST"), Integer.parseInt(environment.get("REDIS_PORT")))) {
                return new Run(context, suite, suite.client(), connection, feed, probe).measure();
            } catch (SQLException e) {
                throw new IOException("the database refused the benchmark's own statements: " + e.getMessage(), e);
            }
        }
    }

    /**
     * How long events took.
     *
     * @param sent until the broker had them, in seconds
     * @param seconds until their features were in Redis
     */
    private record Burst(double sent, double seconds) {}

    /** One run of the benchmark. */
    private record Run(
            BenchmarkContext context,
            BenchSuite suite,
            SuiteClient client,
            Connection connection,
            InteractionFeed feed,
            FreshnessProbe probe) {

        BenchmarkReport measure() throws SQLException, InterruptedException {
            execute("INSERT INTO catalog.movies (movie_id, title, source) SELECT id, 'Movie ' || id, 'standard'"
                    + " FROM generate_series(1, " + MOVIES + ") id");
            context.say("warming up");
            burst(context.scaled(WARM_UP_EVENTS));
            steady(5, new ArrayList<>());
            awaitIdle();
            awaitRefreshed();

            context.say(String.format(Locale.ROOT, "%,d events a second", STEADY_PER_SECOND));
            List<Double> latencies = Collections.synchronizedList(new ArrayList<>());
            long steadySeconds = Math.max(5, context.scaled(STEADY_SECONDS));
            long before = feed.sent();
            ProcessTimes atFirst = ProcessTimes.of(suite.suite());
            double steady = steady(steadySeconds, latencies);
            long steadyEvents = feed.sent() - before;
            awaitIdle();
            ProcessTimes steadily = ProcessTimes.of(suite.suite()).since(atFirst);
            List<Double> sorted = latencies.stream().sorted().toList();
            double p50 = sorted.get(sorted.size() / 2);
            double p99 = sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * 0.99)));

            long events = context.scaled(EVENTS);
            context.say(String.format(Locale.ROOT, "%,d events as fast as they go", events));
            ProcessTimes atStart = ProcessTimes.of(suite.suite());
            Burst burst = burst(events);
            ProcessTimes atMost = ProcessTimes.of(suite.suite()).since(atStart);
            requireAllStored();

            return new BenchmarkReport(
                    "Features of a stream of interactions",
                    List.of(
                            new Measurement(
                                    "from Kafka to Redis, at most",
                                    events,
                                    "events",
                                    burst.seconds(),
                                    OptionalDouble.of(events / burst.seconds() / WANTED_PER_SECOND),
                                    String.format(Locale.ROOT, "≥ %,.0f a second", WANTED_PER_SECOND),
                                    events / burst.seconds() >= WANTED_PER_SECOND),
                            new Measurement(
                                    "steadily", steadyEvents, "events", steady, OptionalDouble.empty(), "", true),
                            new Measurement(
                                    "event to Redis, p99 of " + sorted.size(),
                                    1,
                                    "event",
                                    p99,
                                    OptionalDouble.of(p99 / WANTED_P99),
                                    String.format(Locale.ROOT, "≤ %.2f s", WANTED_P99),
                                    p99 <= WANTED_P99)),
                    List.of(
                            String.format(
                                    Locale.ROOT,
                                    "%,d users, %,d movies; every event changes a row of each, in PostgreSQL and Redis.",
                                    USERS,
                                    MOVIES),
                            String.format(
                                    Locale.ROOT, "The sender, beside it, took %.1f s to send them.", burst.sent()),
                            String.format(
                                    Locale.ROOT,
                                    "Event to Redis, seen by asking Redis every 2 ms: p50 %.0f ms, p99 %.0f ms, most %.0f ms.",
                                    p50 * 1000,
                                    p99 * 1000,
                                    sorted.getLast() * 1000),
                            "Processor time for each event, at most: " + atMost.perUnit(events),
                            "Processor time for each event, steadily, with the probes: "
                                    + steadily.perUnit(steadyEvents),
                            "The rows of sampled users were compared with the events that are stored."));
        }

        /** Sends events as fast as they go and waits until they are worked off. */
        private Burst burst(long events) throws InterruptedException {
            long start = System.nanoTime();
            for (long i = 0; i < events; i++) {
                feed.send();
            }
            feed.flush();
            double sent = (System.nanoTime() - start) / 1e9;
            awaitIdle();
            return new Burst(sent, (System.nanoTime() - start) / 1e9);
        }

        /** Sends at the steady rate and times probes meanwhile; how many seconds it took. */
        private double steady(long seconds, List<Double> latencies) throws InterruptedException {
            AtomicBoolean done = new AtomicBoolean();
            AtomicReference<RuntimeException> failure = new AtomicReference<>();
            Thread prober = Thread.ofPlatform().name("prober").start(() -> {
                try {
                    while (!done.get()) {
                        latencies.add(probe.seconds());
                        Thread.sleep(50);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                    failure.set(e);
                } catch (IOException e) {
                    failure.set(new UncheckedIOException(e));
                }
            });
            long start = System.nanoTime();
            long total = seconds * STEADY_PER_SECOND;
            for (long i = 0; i < total; i++) {
                synchronized (feed) {
                    feed.send();
                }
                long due = start + i * 1_000_000_000L / STEADY_PER_SECOND;
                long early = due - System.nanoTime();
                if (early > 2_000_000) {
                    Thread.sleep(early / 1_000_000);
                }
            }
            done.set(true);
            prober.join();
            if (failure.get() != null) {
                throw failure.get();
            }
            return (System.nanoTime() - start) / 1e9;
        }

        private JsonNode row(long user) {
            try {
                return client.workhorse().get("/api/v1/features/user_activity/" + user);
            } catch (CallFailedException e) {
                if (e.status() == 404) {
                    return null;
                }
                throw e;
            }
        }

        private void awaitIdle() throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (feed.waiting(Topic.USER_INTERACTIONS.topicName(), STORING) > 0
                    || feed.waiting(UPDATES, UPDATING) > 0) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("the stream is not worked off after " + PATIENCE);
                }
                // Each question costs the broker as much as some events.
                Thread.sleep(200);
            }
        }

        /** The rows that follow from ratings, and take longer, are not to be made while others are timed. */
        private void awaitRefreshed() throws SQLException, InterruptedException {
            while (number("SELECT count(*) FROM features.refresh_queue") > 0) {
                Thread.sleep(200);
            }
        }

        private void requireAllStored() throws SQLException {
            long stored = number("SELECT count(*) FROM catalog.interaction_events");
            if (stored != feed.sent()) {
                throw new IllegalStateException(feed.sent() + " events were sent and " + stored + " stored");
            }
            for (long user = 1; user <= USERS; user += 97) {
                long clicks = number("SELECT count(*) FROM catalog.interaction_events WHERE interaction_type = 'click'"
                        + " AND user_id = " + user);
                JsonNode row = row(user);
                long shown =
                        row == null ? 0 : row.path("values").path("clicks_1d").asLong();
                if (shown != clicks) {
                    throw new IllegalStateException(
                            "user " + user + " has " + clicks + " clicks and the row says " + row);
                }
            }
        }

        private long number(String sql) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }

        private void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
