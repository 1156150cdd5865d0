package io.marquee.workhorse.snapshot;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.TableContent.Chunk;
import io.marquee.workhorse.snapshot.TableVersions.Noted;
import io.marquee.workhorse.snapshot.TableVersions.State;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes snapshots: first the chunks that the store does not have, last the manifest. Tables that have not changed since they
 * were last looked at are not read. A writer that dies leaves chunks that no manifest names, and its mark.
 */
final class SnapshotWriter {

    /** Held shared while chunks wait for their manifest, and alone while chunks are removed. */
    static final String OBJECTS_LOCK = "snapshot.objects";

    private static final String LOCK_OBJECTS = "SELECT pg_advisory_xact_lock_shared(hashtext(?))";

    /**
     * What is asked for.
     *
     * @param keep whether it stays until somebody deletes it
     * @param automatic a snapshot nobody asked for by name: it has no files, and an equal one takes its place
     */
    record Request(
            SnapshotTag tag, String createdBy, @Nullable String note, boolean keep, boolean automatic) {}

    /**
     * What was done.
     *
     * @param manifest of the new snapshot, or of the one that already is what was asked for
     * @param isNew whether it is new
     * @param tablesRead those that had changed
     * @param objectsWritten chunks that the store did not have
     * @param bytesWritten of these, as stored
     */
    record Written(
            SnapshotManifest manifest,
            boolean isNew,
            List<String> tablesRead,
            int objectsWritten,
            long bytesWritten,
            Map<String, State> states) {}

    private final SnapshotStore store;
    private final ArchivedFiles files;
    private final Duration grace;
    private final Clock clock;

    SnapshotWriter(SnapshotStore store, Duration grace, Clock clock) {
        this.store = store;
        this.files = new ArchivedFiles(store.objects());
        this.grace = grace;
        this.clock = clock;
    }

    /**
     * Writes a snapshot of the moment that the connection's transaction sees, see {@link CatalogueMoment}.
     *
     * @throws ProblemException when the tag is taken by other data
     */
    Written write(Connection connection, Instant moment, Request request, JobProgress progress)
            throws SQLException, IOException {
        Database.query(connection, LOCK_OBJECTS, row -> true, OBJECTS_LOCK);
        Database.query(
                connection,
                "SELECT pg_advisory_xact_lock(hashtext('snapshot.tag'), hashtext(?))",
                row -> true,
                request.tag().value());
        Optional<SnapshotManifest> taken = store.find(request.tag());
        Instant began = clock.instant();
        Run run = new Run(connection, progress);
        try {
            List<TableContent> tables = run.tables();
            String dataDigest = SnapshotManifest.dataDigest(tables);
            Optional<SnapshotManifest> equal = taken.isPresent() ? taken : automaticStandIn(request, run, dataDigest);
            if (equal.isPresent()) {
                if (!equal.get().dataDigest().equals(dataDigest)) {
                    throw taken(request.tag());
                }
                return run.written(equal.get(), false);
            }
            progress.begin("listing archived files");
            SnapshotManifest manifest = ManifestCodec.sealed(new SnapshotManifest(
                    SnapshotManifest.FORMAT,
                    request.tag().value(),
                    began,
                    moment,
                    request.createdBy(),
                    request.note(),
                    request.keep(),
                    request.automatic(),
                    TableVersions.lastTag(connection).orElse(null),
                    tables,
                    request.automatic() ? List.of() : files.of(connection),
                    dataDigest,
                    null));
            if (run.mark != null && Duration.between(began, clock.instant()).compareTo(grace) > 0) {
                throw new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "the snapshot took longer than " + grace + ", after which its objects may be removed;"
                                + " raise marquee.snapshot.grace");
            }
            if (!store.add(manifest)) {
                throw taken(request.tag());
            }
            return run.written(manifest, true);
        } finally {
            if (run.mark != null) {
                store.deleteObject(run.mark);
            }
        }
    }

    /** The state that the connection's transaction sees, read but not stored: what changed is put into a local folder. */
    SnapshotComparison.State read(Connection connection, LocalChunks local) throws SQLException, IOException {
        Map<String, Noted> noted = TableVersions.noted(connection);
        Database.query(connection, LOCK_OBJECTS, row -> true, OBJECTS_LOCK);
        List<TableContent> tables = new ArrayList<>();
        for (TableSchema schema : TableSchema.readAll(connection)) {
            State state = TableVersions.state(connection, schema.table());
            Noted known = noted.get(schema.table());
            if (known != null && state.isWatched() && known.state().equals(state) && store.hasAll(known.content())) {
                tables.add(known.content());
            } else {
                tables.add(TableExporter.export(connection, schema, local::add, new JobProgress()));
            }
        }
        return new SnapshotComparison.State(SnapshotTag.CURRENT, tables, files.of(connection));
    }

    /** Notes what is known now, so that the next snapshot need not look at what has not changed; best in a transaction of its own. */
    void remember(Connection connection, Written written) throws SQLException {
        for (TableContent table : written.manifest().tables()) {
            State state = written.states().get(table.table());
            if (state != null) {
                TableVersions.note(connection, state, table, written.manifest().tag());
            }
        }
        ArchivedFiles.remember(connection, written.manifest().files());
        TableVersions.fold(connection);
    }

    /** A snapshot that is known to hold the same data, for one that nobody will look for by name. */
    private Optional<SnapshotManifest> automaticStandIn(Request request, Run run, String dataDigest) {
        return request.automatic()
                ? run.anchors.values().stream()
                        .flatMap(Optional::stream)
                        .filter(manifest -> manifest.dataDigest().equals(dataDigest))
                        .findFirst()
                : Optional.empty();
    }

    private static ProblemException taken(SnapshotTag tag) {
        return new ProblemException(
                ProblemType.CONFLICT,
                "there is a snapshot '" + tag + "' already, of other data; snapshots never change");
    }

    /** One write. */
    private final class Run {

        private final Connection connection;
        private final JobProgress progress;
        private final Map<String, Noted> noted;
        private final Map<String, State> states = new LinkedHashMap<>();
        private final Map<String, Optional<SnapshotManifest>> anchors = new HashMap<>();
        private final List<String> read = new ArrayList<>();
        private @Nullable Set<String> stored;
        private @Nullable String mark;
        private int objects;
        private long bytes;

        Run(Connection connection, JobProgress progress) throws SQLException {
            this.connection = connection;
            this.progress = progress;
            this.noted = TableVersions.noted(connection);
        }

        List<TableContent> tables() throws SQLException, IOException {
            List<TableContent> tables = new ArrayList<>();
            for (TableSchema schema : TableSchema.readAll(connection)) {
                State state = TableVersions.state(connection, schema.table());
                states.put(schema.table(), state);
                Noted known = noted.get(schema.table());
                if (known != null && state.isWatched() && known.state().equals(state) && isStored(known)) {
                    tables.add(known.content());
                } else {
                    tables.add(export(schema));
                }
            }
            return tables;
        }

        private TableContent export(TableSchema schema) throws SQLException, IOException {
            progress.begin("reading " + schema.table());
            read.add(schema.table());
            if (mark == null) {
                mark = store.mark(clock.instant());
            }
            Set<String> there = chunksKnownToBeStored(schema.table());
            return TableExporter.export(connection, schema, (chunk, content) -> add(chunk, content, there), progress);
        }

        private void add(Chunk chunk, byte[] content, Set<String> there) throws IOException {
            if (there.add(chunk.sha256()) && !store.hasChunk(chunk.sha256())) {
                bytes += store.addChunk(chunk.sha256(), content, Math.toIntExact(chunk.bytes()));
                objects++;
            }
        }

        /** Those that a snapshot names, which is what keeps chunks from being removed. */
        private Set<String> chunksKnownToBeStored(String table) throws IOException {
            Noted known = noted.get(table);
            return known == null
                    ? new HashSet<>()
                    : anchor(known)
                            .flatMap(manifest -> manifest.table(table))
                            .map(content -> content.chunks().stream()
                                    .map(Chunk::sha256)
                                    .collect(Collectors.toCollection(HashSet::new)))
                            .orElseGet(HashSet::new);
        }

        /** Whether all chunks are there: the snapshot may have been deleted since, and they with it. */
        private boolean isStored(Noted known) throws IOException {
            boolean named = anchor(known)
                    .flatMap(manifest -> manifest.table(known.content().table()))
                    .filter(known.content()::equals)
                    .isPresent();
            if (named) {
                return true;
            }
            if (mark == null) {
                mark = store.mark(clock.instant());
            }
            if (stored == null) {
                stored = store.chunks().stream()
                        .map(entry -> entry.key().substring(SnapshotStore.OBJECTS.length()))
                        .collect(Collectors.toSet());
            }
            Set<String> all = stored;
            return known.content().chunks().stream().map(Chunk::sha256).allMatch(all::contains);
        }

        private Optional<SnapshotManifest> anchor(Noted known) throws IOException {
            Optional<SnapshotManifest> manifest = anchors.get(known.tag());
            if (manifest == null) {
                manifest = intact(new SnapshotTag(known.tag()));
                anchors.put(known.tag(), manifest);
            }
            return manifest;
        }

        private Optional<SnapshotManifest> intact(SnapshotTag tag) throws IOException {
            try {
                return store.find(tag);
            } catch (ProblemException e) {
                // Whoever restores that snapshot is told; for this one its chunks are looked for one by one.
                return Optional.empty();
            }
        }

        Written written(SnapshotManifest manifest, boolean isNew) {
            return new Written(manifest, isNew, List.copyOf(read), objects, bytes, Map.copyOf(states));
        }
    }
}
