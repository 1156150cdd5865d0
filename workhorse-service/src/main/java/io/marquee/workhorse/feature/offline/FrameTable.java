package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entity frame as a relation that can be joined: its columns in their order, {@value EntityFrame#TIME} as a UTC
 * TIMESTAMP, the join keys as the views have them.
 *
 * @param columns names in their order
 * @param sql a query that gives them
 */
record FrameTable(List<String> columns, String sql) {

    /**
     * Looks at a relation and makes it one.
     *
     * @param relation a table, or anything that can follow FROM
     * @throws ProblemException when a column is missing or of a type that cannot be one
     */
    static FrameTable of(DuckDb duckDb, String relation, Collection<JoinKey> keys) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet row = statement.executeQuery("DESCRIBE SELECT * FROM " + relation)) {
            while (row.next()) {
                types.put(row.getString("column_name"), row.getString("column_type"));
            }
        }
        String timeType = types.get(EntityFrame.TIME);
        if (timeType == null) {
            throw missing(EntityFrame.TIME, types);
        }
        Map<String, String> casts = new LinkedHashMap<>();
        casts.put(EntityFrame.TIME, time(timeType));
        for (JoinKey key : keys) {
            String type = types.get(key.column());
            if (type == null) {
                throw missing(key.column(), types);
            }
            casts.put(key.column(), key(key, type));
        }
        List<String> columns = new ArrayList<>();
        for (String column : types.keySet()) {
            String cast = casts.get(column);
            columns.add(cast == null ? DuckDb.name(column) : cast + " AS " + DuckDb.name(column));
        }
        return new FrameTable(
                List.copyOf(types.keySet()), "SELECT " + String.join(", ", columns) + " FROM " + relation);
    }

    /** A time with a zone is one moment whatever the zone; one without is taken for UTC. */
    private static String time(String type) {
        String name = DuckDb.name(EntityFrame.TIME);
        if (type.equals("TIMESTAMP")) {
            return name;
        }
        if (type.startsWith("TIMESTAMP_") || type.equals("DATE")) {
            return "CAST(" + name + " AS TIMESTAMP)";
        }
        if (type.equals("TIMESTAMP WITH TIME ZONE") || type.equals("VARCHAR")) {
            return "make_timestamp(epoch_us(CAST(" + name + " AS TIMESTAMPTZ)))";
        }
        throw ProblemException.invalid("entity_frame", EntityFrame.TIME, "must be a time, not " + type);
    }

    private static String key(JoinKey key, String type) {
        String wanted = DuckDb.type(key.type());
        String name = DuckDb.name(key.column());
        return type.equals(wanted) ? name : "CAST(" + name + " AS " + wanted + ")";
    }

    private static ProblemException missing(String column, Map<String, String> types) {
        return ProblemException.invalid(
                "entity_frame", column, "must be one of its columns, which are " + String.join(", ", types.keySet()));
    }
}
