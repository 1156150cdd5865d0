package io.marquee.workhorse.feature.online;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.RefreshRequested;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.CatalogueSelection;
import io.marquee.workhorse.feature.offline.CatalogueSnapshot;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.offline.FeatureQuery;
import io.marquee.workhorse.feature.stream.StreamBacklog;
import io.marquee.workhorse.platform.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Brings the online rows of entities up to date when ratings of theirs have come in: takes entities from the refresh queue,
 * runs the SQL of their views over their ratings alone, and writes the rows. An entry leaves the queue when its rows are in
 * Redis, so a crash or an outage only delays them.
 *
 * <p>Alert when {@code marquee_feature_refresh_lag_seconds} stays above a minute: predictions then use stale features.
 */
@ApplicationScoped
public class StreamingRefresh {

    private static final Logger LOG = Logger.getLogger(StreamingRefresh.class);

    /** Longer than a batch takes; after it, the entries of an instance that died are taken by another. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** Between two batches while the stream lags. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** Between two batches when the first had emptied the queue. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private record Entry(long seq, String entity, long entityId, Instant queuedAt) {}

    private final Database database;
    private final CatalogueSnapshot catalogue;
    private final ActiveDefinitions definitions;
    private final OnlineStore online;
    private final FeatureConfig config;
    private final Clock clock;
    private final StreamBacklog backlog;
    private final MeterRegistry meters;
    private final Timer lag;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("feature-refresh").daemon().factory());
    private final AtomicBoolean kicked = new AtomicBoolean();

    StreamingRefresh(
            Database database,
            CatalogueSnapshot catalogue,
            ActiveDefinitions definitions,
            OnlineStore online,
            FeatureConfig config,
            Clock clock,
            StreamBacklog backlog,
            MeterRegistry meters) {
        this.database = database;
        this.catalogue = catalogue;
        this.definitions = definitions;
        this.online = online;
        this.config = config;
        this.clock = clock;
        this.backlog = backlog;
        this.meters = meters;
        this.lag = meters.timer("marquee_feature_refresh_lag");
    }

    void afterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) RefreshRequested requested) {
        kick();
    }

    @Scheduled(every = "2s", delayed = "2s")
    void lookAround() {
        kick();
    }

    void stop(@Observes ShutdownEvent event) {
        worker.shutdownNow();
    }

    private void kick() {
        if (kicked.compareAndSet(false, true)) {
            try {
                worker.execute(this::drain);
            } catch (RejectedExecutionException e) {
                LOG.debug("stopping; the queue waits for the next start");
            }
        }
    }

    private void drain() {
        kicked.set(false);
        try {
            long begin = System.nanoTime();
            while (refreshBatch() == config.refreshBatch()) {
                standBack();
                begin = System.nanoTime();
            }
            gather(Duration.ofNanos(System.nanoTime() - begin));
        } catch (ProblemException | UncheckedIOException e) {
            LOG.warnf("online features wait, they could not be refreshed: %s", e.getMessage());
        }
    }

    /** The rows of streams are for features of the last moments; those of here are not as urgent and cost more. */
    private void standBack() {
        if (backlog.isHigh()) {
            rest(PAUSE);
        }
    }

    /**
     * Lets entities come together after the queue has been emptied. A batch of a few takes nearly as long as one of hundreds,
     * and ratings that keep coming would have one made for every handful of them.
     */
    private void gather(Duration took) {
        Duration rest = took.multipliedBy(3);
        rest(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
    }

    private static void rest(Duration rest) {
        try {
            Thread.sleep(rest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int refreshBatch() {
        Instant lease = clock.instant().plus(LEASE).truncatedTo(ChronoUnit.MICROS);
        List<Entry> entries = claim(lease);
        long[] seqs = entries.stream().mapToLong(Entry::seq).toArray();
        Map<String, SortedSet<Long>> ids = new TreeMap<>();
        for (Entry entry : entries) {
            ids.computeIfAbsent(entry.entity(), entity -> new TreeSet<>()).add(entry.entityId());
        }
        try {
            ids.forEach(this::refreshOrPassOver);
        } catch (RuntimeException e) {
            giveBack(lease, e);
            throw e;
        }
        database.update("DELETE FROM features.refresh_queue WHERE seq = ANY (?)", (Object) seqs);
        // What was added again in the meantime has another seq; it is for the next batch.
        giveBack(lease);
        Instant now = clock.instant();
        entries.forEach(entry -> lag.record(Duration.between(entry.queuedAt(), now)));
        return entries.size();
    }

    /** Takes the next entries, so that other instances leave them alone for as long as the lease lasts. */
    private List<Entry> claim(Instant lease) {
        return database.query(
                """
                UPDATE features.refresh_queue SET claimed_until = ? WHERE seq IN (
                    SELECT seq FROM features.refresh_queue WHERE claimed_until < ?
                    ORDER BY seq LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING seq, entity, entity_id, queued_at
                """,
                row -> new Entry(
                        row.getLong("seq"),
                        row.getString("entity"),
                        row.getLong("entity_id"),
                        Objects.requireNonNull(Database.instant(row, "queued_at"))),
                lease,
                lease.minus(LEASE),
                config.refreshBatch());
    }

    private void giveBack(Instant lease) {
        database.update("UPDATE features.refresh_queue SET claimed_until = '-infinity' WHERE claimed_until = ?", lease);
    }

    private void giveBack(Instant lease, RuntimeException cause) {
        try {
            giveBack(lease);
        } catch (ProblemException e) {
            // The lease ends by itself; what happened first is what counts.
            cause.addSuppressed(e);
        }
    }

    /** One entity whose row is not as its view defines it must not hold up all others for ever. */
    private void refreshOrPassOver(String entity, SortedSet<Long> ids) {
        try {
            refresh(entity, ids);
        } catch (IllegalStateException e) {
            if (ids.size() == 1) {
                meters.counter("marquee_feature_refresh_refused_total", "entity", entity)
                        .increment();
                LOG.errorf("%s %d keeps its online row: %s", entity, ids.getFirst(), e.getMessage());
                return;
            }
            ids.forEach(id -> refreshOrPassOver(entity, new TreeSet<>(List.of(id))));
        }
    }

    /** Computes the rows of some entities and writes them. */
    void refresh(String entity, SortedSet<Long> ids) {
        try (DuckDb duckDb = DuckDb.open(config)) {
            catalogue.load(CatalogueSelection.of(entity, ids), duckDb);
            for (ViewDefinition definition : definitions.get().views()) {
                if (!follows(definition, entity)) {
                    continue;
                }
                new FeatureQuery(duckDb).compute(definition.view());
                EntityRows.read(
                        duckDb,
                        definition.view(),
                        FeatureQuery.newestRows(definition.view()),
                        config.onlineBatch(),
                        rows -> online.write(definition, rows));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the rows cannot be computed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether a view's rows are computed from an entity's ratings: a user's for every view that has users, since rows depend on
     * all ratings of theirs. Views of streams are not computed here.
     */
    private static boolean follows(ViewDefinition view, String entity) {
        List<String> entities = view.entities();
        return view.computation() instanceof Computation.Sql
                && entities.contains(entity)
                && (entity.equals("user") || !entities.contains("user"));
    }
}
