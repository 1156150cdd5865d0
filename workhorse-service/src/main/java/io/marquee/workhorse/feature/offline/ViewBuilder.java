package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.OfflineBuild.Partition;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files of one view: none when nothing it follows from has changed, those of some entities when only theirs has, and
 * all otherwise. Each way leads to the same rows.
 */
final class ViewBuilder {

    /** More files of pushed rows than this are put into one. */
    private static final int MANY = 20;

    private static final String ENTITIES = "touched_entities";

    private final DuckDb duckDb;
    private final PartitionWriter writer;
    private final SourceChanges changes;
    private final ViewComputation computation;

    ViewBuilder(DuckDb duckDb, PartitionWriter writer, SourceChanges changes) {
        this.duckDb = duckDb;
        this.writer = writer;
        this.changes = changes;
        this.computation = new ViewComputation(duckDb);
    }

    /**
     * Makes the files.
     *
     * @param before the view's rows by the same definition in the build before; null when there are none
     * @param pushes files of rows that were handed in
     */
    List<Partition> build(
            ViewDefinition definition,
            @Nullable OfflineBuild before,
            List<PushedRows.Push> pushes,
            Consumer<String> progress)
            throws SQLException, IOException {
        FeatureView view = definition.view();
        List<PushedRows.Push> added = before == null
                ? pushes
                : pushes.stream()
                        .filter(push -> !before.pushes().contains(push.id()))
                        .toList();
        if (before != null && added.isEmpty() && changes.none(definition.sources())) {
            progress.accept("keeping " + view.name());
            return before.partitions();
        }
        Optional<JoinKey> key = before == null ? Optional.empty() : touched(definition, added);
        progress.accept((key.isEmpty() ? "computing " : "updating ") + view.name());
        try {
            if (key.isEmpty()) {
                if (hasNoEvents(definition)) {
                    computation.none(view);
                } else {
                    computation.all(view, definition.sources());
                }
                String rows = withPushed(view, pushes, "");
                return writer.write(view, rows, before == null ? List.of() : before.partitions());
            }
            computation.some(view, definition.sources(), key.get(), ENTITIES);
            String column = key.get().column();
            String rows = withPushed(view, pushes, " SEMI JOIN " + ENTITIES + " USING (" + column + ")");
            return writer.replace(view, rows, column, ENTITIES, before.partitions());
        } finally {
            duckDb.execute("DROP TABLE IF EXISTS settled_rows");
            duckDb.execute("DROP TABLE IF EXISTS " + ViewComputation.table(view));
        }
    }

    /** Many small files of pushed rows as one. */
    Optional<PushedRows.Merged> merge(ViewDefinition definition, List<PushedRows.Push> pushes, PushedRows pushed)
            throws SQLException, IOException {
        if (pushes.size() <= MANY) {
            return Optional.empty();
        }
        String key = pushed.newKey(definition.name());
        long rows = writer.writePushed(
                key,
                ViewRows.settled(definition.view(), "(SELECT * FROM " + DuckDb.parquet(files(pushes), true) + ")"));
        return Optional.of(new PushedRows.Merged(
                definition.name(),
                definition.view().version(),
                pushes.stream().map(PushedRows.Push::id).toList(),
                key,
                rows));
    }

    /** Aggregations of no events have no rows, which need no query. */
    private boolean hasNoEvents(ViewDefinition definition) throws SQLException {
        return definition.computation() instanceof Computation.Aggregations events
                && duckDb.count("SELECT count(*) FROM " + SourceTables.PREFIX + events.source()) == 0;
    }

    private Optional<JoinKey> touched(ViewDefinition definition, List<PushedRows.Push> added)
            throws SQLException, IOException {
        FeatureView view = definition.view();
        Optional<JoinKey> key;
        if (changes.none(definition.sources())) {
            JoinKey first = view.joinKeys().getFirst();
            duckDb.execute("CREATE OR REPLACE TABLE " + ENTITIES + " (" + first.column() + " "
                    + DuckDb.type(first.type()) + ")");
            key = Optional.of(first);
        } else {
            key = changes.touched(view, definition.sources(), ENTITIES);
        }
        if (key.isPresent() && !added.isEmpty()) {
            duckDb.execute("INSERT INTO " + ENTITIES + " SELECT DISTINCT "
                    + key.get().column() + " FROM " + DuckDb.parquet(files(added), true));
        }
        return key;
    }

    /** Computed and pushed rows, one per key and time. */
    private String withPushed(FeatureView view, List<PushedRows.Push> pushes, String condition)
            throws SQLException, IOException {
        String computed = ViewComputation.table(view);
        if (pushes.isEmpty()) {
            return computed;
        }
        String columns = String.join(", ", ViewRows.columns(view));
        duckDb.execute("CREATE OR REPLACE TABLE settled_rows AS "
                + ViewRows.settled(
                        view,
                        "(SELECT " + columns + " FROM " + computed + " UNION ALL SELECT " + columns + " FROM "
                                + DuckDb.parquet(files(pushes), true) + condition + ")"));
        return "settled_rows";
    }

    private List<Path> files(List<PushedRows.Push> pushes) throws IOException {
        List<Path> files = new ArrayList<>();
        for (PushedRows.Push push : pushes) {
            files.add(writer.fetch(push.objectKey()));
        }
        return files;
    }
}
