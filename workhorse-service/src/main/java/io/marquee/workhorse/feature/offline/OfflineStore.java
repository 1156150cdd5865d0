package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.online.EntityRow;
import io.marquee.workhorse.snapshot.CatalogueRestored;
import io.marquee.workhorse.snapshot.SnapshotReferences;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Feature rows of all times as Parquet in the object store, by view and year, see {@link PartitionWriter}. A build brings
 * every view to one snapshot of the catalogue and becomes visible as a whole; what did not change since the build before is
 * shared with it. The ratings of that snapshot are kept beside the views as {@value #LABELS}, so that what is trained on
 * them can be computed again.
 */
@ApplicationScoped
public class OfflineStore implements SnapshotReferences {

    /** The ratings that a build was made of: user_id, movie_id, rating, rated_at. */
    public static final String LABELS = "labels";

    private final ActiveDefinitions definitions;
    private final OfflineBuilder builder;
    private final OfflineBuilds builds;
    private final PushedRows pushed;
    private final RowFiles files;
    private final FeatureConfig config;

    OfflineStore(
            ActiveDefinitions definitions,
            OfflineBuilder builder,
            OfflineBuilds builds,
            PushedRows pushed,
            RowFiles files,
            FeatureConfig config) {
        this.definitions = definitions;
        this.builder = builder;
        this.builds = builds;
        this.pushed = pushed;
        this.files = files;
        this.config = config;
    }

    /**
     * Brings all views to the catalogue as it is now and makes readers see them. Only what has changed since the last build
     * is computed and written.
     */
    public List<OfflineBuild> build(Consumer<String> progress) throws SQLException, IOException {
        return build(false, progress);
    }

    /**
     * Brings all views to the catalogue as it is now.
     *
     * @param full whether all rows are computed again, which gives the same ones
     */
    public List<OfflineBuild> build(boolean full, Consumer<String> progress) throws SQLException, IOException {
        try (DuckDb duckDb = DuckDb.open(config)) {
            return builder.build(definitions.get(), full, duckDb, progress);
        }
    }

    /**
     * Adds rows that somebody hands in to what the view computes; readers see all of them from then on, and every later build
     * of this version of the view contains them. Of rows of one key and time the one handed in last counts.
     */
    public void append(ViewDefinition definition, List<EntityRow> rows) throws SQLException, IOException {
        if (!definition.offline()) {
            throw ProblemException.invalid("view", definition.name(), "must be a view with offline rows");
        }
        pushed.append(definition, rows);
    }

    /** Builds from before a restore are not of the data that is there now, so nobody shall take them for that. */
    void hideBuilds(@Observes CatalogueRestored restored) {
        builds.hideAll();
    }

    @Override
    public Set<String> referenced() {
        return Set.copyOf(builds.snapshotTags());
    }

    /** What readers see now. */
    public CurrentBuild current() {
        return new CurrentBuild(builds.current());
    }

    /**
     * Brings a view's rows to this machine, as a relation that can follow FROM: join keys, {@code event_timestamp}, {@code
     * created_timestamp}, fields; at most one row per key and time.
     *
     * @throws ProblemException when there are none, or they are of another version of the view
     */
    public String rows(ViewDefinition definition, CurrentBuild current, DuckDb duckDb) throws IOException {
        return rows(definition, current, YearRange.ALL, duckDb);
    }

    /** As {@link #rows(ViewDefinition, CurrentBuild, DuckDb)}, of those years at least. */
    String rows(ViewDefinition definition, CurrentBuild current, YearRange years, DuckDb duckDb) throws IOException {
        if (!definition.offline()) {
            throw ProblemException.invalid("features", definition.name(), "must be of a view with offline rows");
        }
        OfflineBuild build = current.get(definition);
        List<Path> local = files.bring(build.objectKeys(years), duckDb);
        return build.pending().isEmpty() ? DuckDb.parquet(local) : settled(definition.view(), local, duckDb);
    }

    /**
     * Those rows of a relation that are not of the future at a moment: of no later time than that, or than the one at which
     * they were handed in. Windows have rows of the future too, for the case that nothing else happens.
     */
    public static String upTo(Instant moment, String rows) {
        return "(SELECT * FROM " + rows + " WHERE event_timestamp <= greatest(" + DuckDb.moment(moment) + ", "
                + ViewRows.CREATED + "))";
    }

    /** Pushed rows may stand beside computed ones of the same time; that is settled once, before anything is joined. */
    private static String settled(FeatureView view, List<Path> files, DuckDb duckDb) throws IOException {
        String table = DuckDb.name("settled_" + view.name());
        try {
            duckDb.execute("CREATE OR REPLACE TABLE " + table + " AS "
                    + ViewRows.settled(view, "(SELECT * FROM " + DuckDb.parquet(files, true) + ")"));
        } catch (SQLException e) {
            throw new IOException(
                    "the rows of feature view '" + view.name() + "' cannot be read: " + e.getMessage(), e);
        }
        return table;
    }

    /** Brings the rows of a build to this machine as one Parquet file. */
    public Path fetch(OfflineBuild build, DuckDb duckDb) throws IOException {
        List<Path> local = files.bring(build.objectKeys(), duckDb);
        if (local.size() == 1) {
            return local.getFirst();
        }
        Path whole = duckDb.file(build.view() + ".parquet");
        try {
            duckDb.execute("COPY (SELECT * FROM " + DuckDb.parquet(local, true) + ") TO " + DuckDb.literal(whole)
                    + " (FORMAT parquet)");
        } catch (SQLException e) {
            throw new IOException(
                    "the rows of feature view '" + build.view() + "' cannot be read: " + e.getMessage(), e);
        }
        return whole;
    }

    /** Brings one file of a build to this machine. */
    public Path fetch(String objectKey, DuckDb duckDb) throws IOException {
        return files.bring(objectKey, duckDb);
    }
}
