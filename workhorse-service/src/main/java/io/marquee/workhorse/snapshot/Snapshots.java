package io.marquee.workhorse.snapshot;

import static io.marquee.workhorse.snapshot.SnapshotWriter.Request;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.SnapshotCollector.Collected;
import io.marquee.workhorse.snapshot.SnapshotManifest.ArchivedFile;
import io.marquee.workhorse.snapshot.SnapshotRestorer.Restored;
import io.marquee.workhorse.snapshot.SnapshotWriter.Written;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What can be done with snapshots, each within the caller's thread. */
@ApplicationScoped
public class Snapshots {

    private static final Logger LOG = Logger.getLogger(Snapshots.class);

    /** States of an attempt that had to wait too long for a lock, or for each other. */
    private static final Set<String> TRY_AGAIN = Set.of("55P03", "40P01");

    private static final Duration PAUSE = Duration.ofMillis(500);

    /**
     * A snapshot that was taken.
     *
     * @param created whether it is new; false when there was one already that is the same
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Created(
            String tag,
            boolean created,
            String dataDigest,
            long rows,
            long bytes,
            List<String> tablesRead,
            int objectsWritten,
            long bytesWritten) {}

    /**
     * A restore.
     *
     * @param rows of the tables that were replaced
     * @param missingFiles archived files of the snapshot that are gone or of another size; the tables do not need them
     * @param next what has to follow, and whether it follows by itself
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record RestoreResult(
            String tag,
            String dataDigest,
            Map<String, Long> rows,
            List<String> unchanged,
            long streamedRatingsUndone,
            List<String> missingFiles,
            String next) {}

    /** What ends the job within the transaction of a restore. */
    @FunctionalInterface
    interface InTransaction {
        void on(Connection connection, RestoreResult result) throws SQLException;
    }

    private static final class TryAgain extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TryAgain(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final Database database;
    private final SnapshotStore store;
    private final SnapshotConfig config;
    private final Event<CatalogueRestored> restored;
    private final Instance<SnapshotReferences> references;
    private final Clock clock;
    private final SnapshotWriter writer;

    Snapshots(
            Database database,
            SnapshotStore store,
            SnapshotConfig config,
            Event<CatalogueRestored> restored,
            @Any Instance<SnapshotReferences> references,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.config = config;
        this.restored = restored;
        this.references = references;
        this.clock = clock;
        this.writer = new SnapshotWriter(store, config.grace(), clock);
    }

    void watchTables(@Observes StartupEvent event) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.with(connection -> {
                    TableVersions.watchAll(connection);
                    return null;
                }));
    }

    /**
     * The snapshot of exactly what that connection's transaction sees, for something that is made of it: a new one, or one
     * that is known to be the same.
     *
     * @param connection in a transaction that {@link CatalogueMoment} began
     * @param id of what is made
     * @return empty when automatic snapshots are switched off
     */
    public Optional<DataSnapshot> capture(Connection connection, Instant moment, String id)
            throws SQLException, IOException {
        if (!config.automatic()) {
            return Optional.empty();
        }
        SnapshotTag tag = new SnapshotTag("build-" + id);
        Written written = writer.write(
                connection, moment, new Request(tag, "feature build", null, false, true), new SnapshotProgress());
        remember(written);
        LOG.infof(
                "data of %s: snapshot %s, read %s, wrote %d objects of %d bytes",
                id, written.manifest().tag(), written.tablesRead(), written.objectsWritten(), written.bytesWritten());
        return Optional.of(written.manifest().reference());
    }

    /** Takes a snapshot of the catalogue as it is now. */
    Created create(Request request, SnapshotProgress progress) {
        progress.begin("fixing the moment");
        Written written = database.with(connection -> {
            connection.setAutoCommit(false);
            try {
                return stored(() -> writer.write(connection, CatalogueMoment.begin(connection), request, progress));
            } finally {
                // Nothing was written; this only ends the moment.
                connection.rollback();
            }
        });
        remember(written);
        SnapshotManifest manifest = written.manifest();
        return new Created(
                manifest.tag(),
                written.isNew(),
                manifest.dataDigest(),
                manifest.rows(),
                manifest.bytes(),
                written.tablesRead(),
                written.objectsWritten(),
                written.bytesWritten());
    }

    private void remember(Written written) {
        database.with(connection -> {
            writer.remember(connection, written);
            return null;
        });
    }

    /** All snapshots, newest first. */
    public List<SnapshotSummary> list() {
        return stored(store::all).reversed().stream().map(SnapshotSummary::of).toList();
    }

    /**
     * One snapshot.
     *
     * @throws ProblemException when there is none, or its manifest is corrupt
     */
    public SnapshotManifest get(SnapshotTag tag) {
        return stored(() -> store.get(tag));
    }

    /**
     * Makes the catalogue what it was.
     *
     * @param end runs in the same transaction, last
     */
    RestoreResult restore(SnapshotTag tag, SnapshotProgress progress, InTransaction end) throws InterruptedException {
        SnapshotManifest manifest = get(tag);
        database.with(connection -> {
            RestoreRule.check(manifest, TableSchema.readAll(connection));
            return null;
        });
        List<String> missingFiles = stored(() -> missingFiles(manifest));
        try (FetchedChunks chunks = stored(() -> FetchedChunks.fetch(store, manifest, config.workFolder(), progress))) {
            RestoreResult result = restore(manifest, chunks, missingFiles, progress, end);
            analyze(result);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException("fetched objects could not be removed from " + config.workFolder(), e);
        }
    }

    private RestoreResult restore(
            SnapshotManifest manifest,
            FetchedChunks chunks,
            List<String> missingFiles,
            SnapshotProgress progress,
            InTransaction end)
            throws InterruptedException {
        Instant deadline = clock.instant().plus(config.patience());
        while (true) {
            try {
                return QuarkusTransaction.requiringNew()
                        .timeout(Math.toIntExact(config.timeout().toSeconds()))
                        .call(() -> attempt(manifest, chunks, missingFiles, progress, end));
            } catch (TryAgain e) {
                if (clock.instant().isAfter(deadline)) {
                    throw new ProblemException(
                            ProblemType.CONFLICT,
                            "a load or a long query kept the catalogue busy for " + config.patience()
                                    + "; nothing was restored, try again when it has ended",
                            e);
                }
                LOG.infof("restore of %s waits for others: %s", manifest.tag(), e.getMessage());
                Thread.sleep(PAUSE);
            }
        }
    }

    private RestoreResult attempt(
            SnapshotManifest manifest,
            FetchedChunks chunks,
            List<String> missingFiles,
            SnapshotProgress progress,
            InTransaction end) {
        return database.with(connection -> {
            try {
                Restored done = new SnapshotRestorer(config.patience()).restore(connection, manifest, chunks, progress);
                RestoreResult result = new RestoreResult(
                        manifest.tag(),
                        manifest.dataDigest(),
                        done.rows(),
                        done.unchanged(),
                        done.streamedRatingsUndone(),
                        missingFiles,
                        done.rows().isEmpty()
                                ? "nothing: the catalogue held this data already"
                                : "features have to be built and materialized again from the restored data");
                if (!done.rows().isEmpty()) {
                    restored.fire(new CatalogueRestored(manifest.reference(), manifest.moment()));
                }
                end.on(connection, result);
                return result;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                if (TRY_AGAIN.contains(String.valueOf(e.getSQLState()))) {
                    throw new TryAgain(e);
                }
                throw e;
            }
        });
    }

    /** The planner should know the new rows; nothing depends on it. */
    private void analyze(RestoreResult result) {
        result.rows().keySet().forEach(table -> database.update("ANALYZE " + TableSchema.qualified(table)));
    }

    private List<String> missingFiles(SnapshotManifest manifest) throws IOException {
        Map<String, Map<String, Long>> folders = new HashMap<>();
        List<String> missing = new java.util.ArrayList<>();
        for (ArchivedFile file : manifest.files()) {
            String folder = file.key().substring(0, file.key().lastIndexOf('/') + 1);
            if (!folders.containsKey(folder)) {
                Map<String, Long> sizes = new HashMap<>();
                store.objects().list(folder).forEach(entry -> sizes.put(entry.key(), entry.size()));
                folders.put(folder, sizes);
            }
            if (!Long.valueOf(file.size()).equals(folders.get(folder).get(file.key()))) {
                missing.add(file.key());
            }
        }
        return missing;
    }

    /**
     * Deletes a snapshot; its objects go with the next collection, if nothing else needs them.
     *
     * @throws ProblemException when there is none, or something refers to it
     */
    public void delete(SnapshotTag tag) {
        get(tag);
        if (referenced().contains(tag.value())) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "snapshot '" + tag
                            + "' is what a training run, a model version or the present features were made of");
        }
        stored(() -> {
            store.delete(tag);
            return null;
        });
    }

    /** Removes, or on a dry run only names, what nobody needs; absent values are those of the configuration. */
    Collected collect(
            boolean dryRun, @Nullable Integer keepNewest, @Nullable Duration maxAge, SnapshotProgress progress) {
        RetentionPolicy policy = new RetentionPolicy(
                keepNewest == null ? config.keepNewest() : keepNewest, maxAge == null ? config.maxAge() : maxAge);
        return database.with(connection -> {
            connection.setAutoCommit(false);
            try {
                progress.begin("waiting for creates to end");
                Database.query(
                        connection,
                        "SELECT pg_advisory_xact_lock(hashtext(?))",
                        row -> true,
                        SnapshotWriter.OBJECTS_LOCK);
                return stored(() -> new SnapshotCollector(store, config.grace())
                        .collect(policy, referenced(), clock.instant(), dryRun, progress));
            } finally {
                connection.rollback();
            }
        });
    }

    private Set<String> referenced() {
        Set<String> referenced = new HashSet<>();
        references.forEach(from -> referenced.addAll(from.referenced()));
        return referenced;
    }

    @FunctionalInterface
    private interface StoreCall<T> {
        T run() throws SQLException, IOException;
    }

    /** Runs what speaks to the object store, and says so when that does not answer. */
    private <T> T stored(StoreCall<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "the object store does not answer as it should: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw Database.problem(e);
        }
    }
}
