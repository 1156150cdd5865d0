package io.marquee.workhorse.snapshot;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.SnapshotManifest.ArchivedFile;
import io.marquee.workhorse.snapshot.SnapshotRestorer.Restored;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Makes the catalogue what it was. Objects are fetched and checked first; what then replaces the tables, ends the job and
 * tells the rest of the service is one transaction, tried again while a load or a reader is in its way.
 */
@ApplicationScoped
class CatalogueRestore {

    private static final Logger LOG = Logger.getLogger(CatalogueRestore.class);

    /** States of an attempt that had to wait too long for a lock, or for each other. */
    private static final Set<String> TRY_AGAIN = Set.of("55P03", "40P01");

    private static final Duration PAUSE = Duration.ofMillis(500);

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
    private final Clock clock;

    CatalogueRestore(
            Database database,
            SnapshotStore store,
            SnapshotConfig config,
            Event<CatalogueRestored> restored,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.config = config;
        this.restored = restored;
        this.clock = clock;
    }

    /**
     * Makes the catalogue what it was.
     *
     * @param end runs in the same transaction, last
     */
    RestoreResult restore(SnapshotTag tag, JobProgress progress, InTransaction end) throws InterruptedException {
        SnapshotManifest manifest = StoreCall.run(() -> store.get(tag));
        database.with(connection -> {
            RestoreRule.check(manifest, TableSchema.readAll(connection));
            return null;
        });
        List<String> missingFiles = StoreCall.run(() -> missingFiles(manifest));
        try (LocalChunks chunks =
                StoreCall.run(() -> LocalChunks.fetch(store, manifest, config.workFolder(), progress))) {
            RestoreResult result = restore(manifest, chunks, missingFiles, progress, end);
            analyze(result);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException("fetched objects could not be removed from " + config.workFolder(), e);
        }
    }

    private RestoreResult restore(
            SnapshotManifest manifest,
            LocalChunks chunks,
            List<String> missingFiles,
            JobProgress progress,
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
            LocalChunks chunks,
            List<String> missingFiles,
            JobProgress progress,
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
                                : "features are out of date: they are built and materialized again by themselves, unless"
                                        + " marquee.feature.follow-restores is off");
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
        List<String> missing = new ArrayList<>();
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
}
