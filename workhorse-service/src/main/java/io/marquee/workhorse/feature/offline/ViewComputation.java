package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes a view's rows from tables {@code all_<source>} into a table {@code rows_of_<view>}, some entities after the other:
 * since a row depends on its own entity's rows alone, memory follows from how many are computed together and not from how
 * many there are.
 */
final class ViewComputation {

    /** Rows of a source that are computed from in one go. */
    private static final long ROWS_AT_ONCE = 150_000;

    private final DuckDb duckDb;

    ViewComputation(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    /** The table of the rows. */
    static String table(FeatureView view) {
        return "rows_of_" + view.name();
    }

    /** Computes all rows. */
    void all(FeatureView view, List<String> sources) throws SQLException {
        create(view);
        Optional<JoinKey> key = sharedKey(view, sources);
        long parts = key.isEmpty() ? 1 : parts(key.get(), sources);
        for (long part = 0; part < parts; part++) {
            String condition =
                    parts == 1 ? "" : " WHERE hash(" + key.orElseThrow().column() + ") % " + parts + " = " + part;
            compute(view, sources, key.map(JoinKey::column).orElse(""), condition);
        }
    }

    /**
     * Computes the rows of some entities.
     *
     * @param entities a table with the one column of the join key
     */
    void some(FeatureView view, List<String> sources, JoinKey key, String entities) throws SQLException {
        create(view);
        compute(view, sources, key.column(), " SEMI JOIN " + entities + " USING (" + key.column() + ")");
    }

    /** Makes the table without rows, for a view that has none. */
    void none(FeatureView view) throws SQLException {
        create(view);
    }

    private void create(FeatureView view) throws SQLException {
        List<String> columns = new ArrayList<>();
        view.joinKeys().forEach(key -> columns.add(key.column() + " " + DuckDb.type(key.type())));
        columns.add("event_timestamp TIMESTAMP");
        columns.add(ViewRows.CREATED + " TIMESTAMP");
        for (FeatureField field : view.fields()) {
            columns.add(field.name() + " " + DuckDb.type(field.type()));
        }
        duckDb.execute("CREATE OR REPLACE TABLE " + table(view) + " (" + String.join(", ", columns) + ")");
    }

    private void compute(FeatureView view, List<String> sources, String key, String condition) throws SQLException {
        for (String source : sources) {
            String all = SourceTables.PREFIX + source;
            duckDb.execute("CREATE OR REPLACE VIEW " + source + " AS SELECT * FROM " + all
                    + (duckDb.columns(all).contains(key) ? condition : ""));
        }
        new FeatureQuery(duckDb).compute(view);
        duckDb.execute("INSERT INTO " + table(view) + " BY NAME SELECT * FROM " + view.name());
        duckDb.execute("DROP TABLE " + view.name());
    }

    /** The join key by which entities can be told apart in the sources. */
    private Optional<JoinKey> sharedKey(FeatureView view, List<String> sources) throws SQLException {
        for (JoinKey key : view.joinKeys()) {
            for (String source : sources) {
                if (duckDb.columns(SourceTables.PREFIX + source).contains(key.column())) {
                    return Optional.of(key);
                }
            }
        }
        return Optional.empty();
    }

    private long parts(JoinKey key, List<String> sources) throws SQLException {
        long largest = 0;
        for (String source : sources) {
            String all = SourceTables.PREFIX + source;
            if (duckDb.columns(all).contains(key.column())) {
                largest = Math.max(largest, duckDb.count("SELECT count(*) FROM " + all));
            }
        }
        return Math.max(1, Math.ceilDiv(largest, ROWS_AT_ONCE));
    }
}
