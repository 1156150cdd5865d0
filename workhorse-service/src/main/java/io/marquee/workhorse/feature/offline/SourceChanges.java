package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has changed in the sources since the last build, found by comparing all rows: no clock and no "updated at" column has
 * to be right for that. Of each source that changed there is a table of the rows that came or went.
 */
final class SourceChanges {

    private final DuckDb duckDb;
    private final Map<String, String> tables = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();

    SourceChanges(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    /** Compares a source with what it was. */
    void compare(String source, String before) throws SQLException {
        String now = SourceTables.PREFIX + source;
        if (!columnsOf(now).equals(columnsOf(before))) {
            unknown.add(source);
            return;
        }
        String table = "changed_" + source;
        duckDb.execute("CREATE TABLE " + table + " AS (SELECT * FROM " + now + " EXCEPT ALL SELECT * FROM " + before
                + ") UNION ALL (SELECT * FROM " + before + " EXCEPT ALL SELECT * FROM " + now + ")");
        if (duckDb.count("SELECT count(*) FROM " + table) > 0) {
            tables.put(source, table);
        }
    }

    /** Says that nobody knows what a source was. */
    void unknown(String source) {
        unknown.add(source);
    }

    /** Whether none of the sources has changed. */
    boolean none(List<String> sources) {
        return sources.stream().noneMatch(source -> unknown.contains(source) || tables.containsKey(source));
    }

    /**
     * Finds the entities of a view whose rows may have changed, by the rule that all views follow: a row depends on the rows
     * of its own entity, and on the movies that these name.
     *
     * @param table to be made, with the one column of the join key
     * @return the join key; empty when the changes cannot be told apart by one
     */
    Optional<JoinKey> touched(FeatureView view, List<String> sources, String table) throws SQLException {
        if (sources.stream().anyMatch(unknown::contains)) {
            return Optional.empty();
        }
        for (JoinKey key : view.joinKeys()) {
            List<String> queries = new ArrayList<>();
            boolean all = true;
            for (String source : sources) {
                String changed = tables.get(source);
                if (changed == null) {
                    continue;
                }
                Optional<String> query = entities(key.column(), changed, sources);
                query.ifPresent(queries::add);
                all &= query.isPresent();
            }
            if (all && !queries.isEmpty()) {
                duckDb.execute("CREATE OR REPLACE TABLE " + table + " AS SELECT DISTINCT " + key.column() + " FROM ("
                        + String.join(" UNION ALL ", queries) + ") WHERE " + key.column() + " IS NOT NULL");
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private Optional<String> entities(String column, String changed, List<String> sources) throws SQLException {
        Set<String> columns = columnsOf(changed);
        if (columns.contains(column)) {
            return Optional.of("SELECT " + column + " FROM " + changed);
        }
        if (!columns.contains("movie_id")) {
            return Optional.empty();
        }
        // Whoever has a row that names the movie.
        List<String> named = new ArrayList<>();
        for (String source : sources) {
            Set<String> other = columnsOf(SourceTables.PREFIX + source);
            if (other.contains(column) && other.contains("movie_id")) {
                named.add("SELECT " + column + " FROM " + SourceTables.PREFIX + source + " SEMI JOIN " + changed
                        + " USING (movie_id)");
            }
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(String.join(" UNION ALL ", named));
    }

    private Set<String> columnsOf(String relation) throws SQLException {
        return duckDb.columns(relation);
    }
}
