package io.marquee.workhorse.snapshot;

import static io.marquee.workhorse.snapshot.SnapshotWriter.Request;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.SnapshotCollector.Collected;
import io.marquee.workhorse.snapshot.SnapshotWriter.Written;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What can be done with snapshots, each within the caller's thread. */
@ApplicationScoped
public class Snapshots {

    private static final Logger LOG = Logger.getLogger(Snapshots.class);

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

    private final Database database;
    private final SnapshotStore store;
    private final SnapshotConfig config;
    private final Instance<SnapshotReferences> references;
    private final Clock clock;
    private final SnapshotWriter writer;

    Snapshots(
            Database database,
            SnapshotStore store,
            SnapshotConfig config,
            @Any Instance<SnapshotReferences> references,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.config = config;
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
                connection,
                moment,
                new Request(tag, "feature build", null, config.keepAutomatic(), true),
                new JobProgress());
        remember(written);
        LOG.infof(
                "data of %s: snapshot %s, read %s, wrote %d objects of %d bytes",
                id, written.manifest().tag(), written.tablesRead(), written.objectsWritten(), written.bytesWritten());
        return Optional.of(written.manifest().reference());
    }

    /** Takes a snapshot of the catalogue as it is now. */
    Created create(Request request, JobProgress progress) {
        progress.begin("fixing the moment");
        Written written = atOneMoment((connection, moment) -> writer.write(connection, moment, request, progress));
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

    @FunctionalInterface
    private interface AtMoment<T> {
        T run(Connection connection, Instant moment) throws SQLException, IOException;
    }

    private <T> T atOneMoment(AtMoment<T> work) {
        return database.with(connection -> {
            connection.setAutoCommit(false);
            try {
                Instant moment = CatalogueMoment.begin(connection);
                return StoreCall.run(() -> work.run(connection, moment));
            } finally {
                // Nothing was written; this only ends the moment.
                connection.rollback();
            }
        });
    }

    private void remember(Written written) {
        database.with(connection -> {
            writer.remember(connection, written);
            return null;
        });
    }

    /** All snapshots, newest first. */
    public List<SnapshotSummary> list() {
        return StoreCall.run(store::all).reversed().stream()
                .map(SnapshotSummary::of)
                .toList();
    }

    /**
     * One snapshot.
     *
     * @throws ProblemException when there is none, or its manifest is corrupt
     */
    public SnapshotManifest get(SnapshotTag tag) {
        return StoreCall.run(() -> store.get(tag));
    }

    /**
     * What is different in {@code to}, seen from {@code from}; either may be {@value SnapshotTag#CURRENT}.
     *
     * @throws ProblemException when there is no such snapshot, or an object of one is missing or corrupt
     */
    public SnapshotDiff diff(String from, String to) {
        return StoreCall.run(() -> {
            try (LocalChunks local = LocalChunks.empty(config.workFolder())) {
                return SnapshotComparison.compare(
                        state(from, local),
                        state(to, local),
                        sha256 -> local.has(sha256) ? local.open(sha256) : store.openChunk(sha256));
            }
        });
    }

    private SnapshotComparison.State state(String name, LocalChunks local) throws IOException, SQLException {
        return SnapshotTag.CURRENT.equals(name)
                ? atOneMoment((connection, moment) -> writer.read(connection, local))
                : SnapshotComparison.State.of(store.get(new SnapshotTag(name)));
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
        StoreCall.run(() -> {
            store.delete(tag);
            return null;
        });
    }

    /** Removes, or on a dry run only names, what nobody needs; absent values are those of the configuration. */
    Collected collect(boolean dryRun, @Nullable Integer keepNewest, @Nullable Duration maxAge, JobProgress progress) {
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
                return StoreCall.run(() -> new SnapshotCollector(store, config.grace())
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
}
