package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entity frame as a relation that can be joined: its columns in their order, their time as a UTC TIMESTAMP, the join keys
 * as the views have them.
 *
 * @param columns names in their order
 * @param time the column that says which moment a row is of: {@value EntityFrame#TIME} or, in a frame without one, the only
 *     column that holds times
 * @param sql a query that gives them
 */
record FrameTable(List<String> columns, String time, String sql) {

    /**
     * Looks at a relation and makes it one.
     *
     * @param relation a table, or anything that can follow FROM
     * @throws ProblemException when a column is missing or of a type that cannot be one
     */
    static FrameTable of(DuckDb duckDb, String relation, Collection<JoinKey> keys) throws SQLException {
        Map<String, String> types = duckDb.types(relation);
        String time = time(types);
        Map<String, String> casts = new LinkedHashMap<>();
        casts.put(time, moment(time, types.get(time)));
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
                List.copyOf(types.keySet()), time, "SELECT " + String.join(", ", columns) + " FROM " + relation);
    }

    /** Between which moments a frame's rows are. */
    record Moments(Instant earliest, Instant latest) {}

    /** Finds them; empty when no row has any. */
    Optional<Moments> moments(DuckDb duckDb) throws SQLException {
        String time = DuckDb.name(this.time);
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT epoch_us(min(" + time + ")), epoch_us(max(" + time
                        + ")) FROM (" + sql + ") WHERE isfinite(" + time + ")")) {
            row.next();
            long earliest = row.getLong(1);
            long latest = row.getLong(2);
            return row.wasNull()
                    ? Optional.empty()
                    : Optional.of(new Moments(
                            Instant.EPOCH.plus(earliest, ChronoUnit.MICROS),
                            Instant.EPOCH.plus(latest, ChronoUnit.MICROS)));
        }
    }

    private static String time(Map<String, String> types) {
        if (types.containsKey(EntityFrame.TIME)) {
            return EntityFrame.TIME;
        }
        List<String> times = types.keySet().stream()
                .filter(column -> isTime(types.get(column)))
                .toList();
        if (times.size() != 1) {
            throw missing(EntityFrame.TIME, types);
        }
        return times.getFirst();
    }

    private static boolean isTime(@Nullable String type) {
        return type != null && (type.startsWith("TIMESTAMP") || type.equals("DATE"));
    }

    /** A time with a zone is one moment whatever the zone; one without is taken for UTC. */
    private static String moment(String column, @Nullable String type) {
        String name = DuckDb.name(column);
        if ("TIMESTAMP".equals(type)) {
            return name;
        }
        if ("TIMESTAMP WITH TIME ZONE".equals(type) || "VARCHAR".equals(type)) {
            return "make_timestamp(epoch_us(CAST(" + name + " AS TIMESTAMPTZ)))";
        }
        if (isTime(type)) {
            return "CAST(" + name + " AS TIMESTAMP)";
        }
        throw ProblemException.invalid("entity_frame", column, "must be a time, not " + type);
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
