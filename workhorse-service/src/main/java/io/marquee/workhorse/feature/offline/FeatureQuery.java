package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a view's SQL and holds its rows to the definition: columns and types as declared, keys and times present, one row per
 * key and time, numbers finite and within their range.
 */
public final class FeatureQuery {

    private static final String UNSETTLED = "unsettled_rows";

    private final DuckDb duckDb;

    public FeatureQuery(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    /**
     * Computes the view into a table of its name, with the columns of {@link ViewRows}. When the SQL gives a {@code
     * created_timestamp}, it may give several rows of one key and time, and the one created last counts.
     *
     * @return number of rows
     * @throws IllegalStateException saying how the rows differ from the definition
     */
    public long compute(FeatureView view) throws SQLException {
        boolean tells = checkColumns(view);
        String rows =
                "(SELECT *" + (tells ? "" : ", NULL::TIMESTAMP AS " + ViewRows.CREATED) + " FROM (" + sql(view) + "))";
        if (tells) {
            duckDb.execute("CREATE TEMP TABLE " + UNSETTLED + " AS SELECT * FROM " + rows);
            try {
                checkKeys(view, UNSETTLED, ", " + ViewRows.CREATED);
                duckDb.execute("CREATE TABLE " + view.name() + " AS " + ViewRows.settled(view, UNSETTLED));
            } finally {
                duckDb.execute("DROP TABLE " + UNSETTLED);
            }
        } else {
            duckDb.execute("CREATE TABLE " + view.name() + " AS SELECT " + String.join(", ", ViewRows.columns(view))
                    + " FROM " + rows);
            checkKeys(view, view.name(), "");
        }
        for (FeatureField field : view.fields()) {
            checkRange(view, field);
        }
        return count("SELECT count(*) FROM " + view.name());
    }

    /** The newest row of each entity of a view that was computed. */
    public static String newestRows(FeatureView view) {
        return "SELECT * FROM " + view.name() + " QUALIFY row_number() OVER (PARTITION BY "
                + String.join(", ", keys(view)) + " ORDER BY event_timestamp DESC) = 1";
    }

    /** Holds the columns to the definition; whether the SQL says itself when rows were created. */
    private boolean checkColumns(FeatureView view) throws SQLException {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (JoinKey key : view.joinKeys()) {
            wanted.put(key.column(), DuckDb.type(key.type()));
        }
        wanted.put("event_timestamp", "TIMESTAMP");
        for (FeatureField field : view.fields()) {
            wanted.put(field.name(), DuckDb.type(field.type()));
        }
        Map<String, String> given = new LinkedHashMap<>();
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet row = statement.executeQuery("DESCRIBE " + sql(view))) {
            while (row.next()) {
                given.put(row.getString("column_name"), row.getString("column_type"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "feature view '" + view.name() + "': its SQL cannot be run: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
        for (Map.Entry<String, String> column : wanted.entrySet()) {
            String type = given.remove(column.getKey());
            if (type == null) {
                throw wrong(view, "the SQL gives no column '" + column.getKey() + "'");
            }
            if (!type.equals(column.getValue())) {
                throw wrong(
                        view,
                        "column '" + column.getKey() + "' must be " + column.getValue() + ", the SQL gives " + type);
            }
        }
        String created = given.remove(ViewRows.CREATED);
        if (created != null && !created.equals("TIMESTAMP")) {
            throw wrong(view, "column '" + ViewRows.CREATED + "' must be TIMESTAMP, the SQL gives " + created);
        }
        if (!given.isEmpty()) {
            throw wrong(view, "the SQL gives columns that are not defined: " + String.join(", ", given.keySet()));
        }
        return created != null;
    }

    private void checkKeys(FeatureView view, String table, String created) throws SQLException {
        List<String> keys = keys(view);
        String named = String.join(", ", keys);
        if (count("SELECT count(*) FROM " + table + " WHERE " + String.join(" IS NULL OR ", keys)
                        + " IS NULL OR event_timestamp IS NULL")
                > 0) {
            throw wrong(view, "there are rows without " + named + " or event_timestamp");
        }
        long repeated = count(
                "SELECT count(*) - count(DISTINCT (" + named + ", event_timestamp" + created + ")) FROM " + table);
        if (repeated > 0) {
            throw wrong(
                    view,
                    repeated + " rows repeat the " + named + (created.isEmpty() ? " and " : ", ") + "event_timestamp"
                            + (created.isEmpty() ? "" : " and " + ViewRows.CREATED) + " of another");
        }
    }

    private void checkRange(FeatureView view, FeatureField field) throws SQLException {
        List<String> conditions = new ArrayList<>();
        if (field.type() == ValueType.DOUBLE || field.type() == ValueType.FLOAT) {
            conditions.add("NOT isfinite(" + field.name() + ")");
        }
        if (field.min() != null) {
            conditions.add(field.name() + " < " + field.min());
        }
        if (field.max() != null) {
            conditions.add(field.name() + " > " + field.max());
        }
        if (conditions.isEmpty()) {
            return;
        }
        String outside = " FROM " + view.name() + " WHERE " + String.join(" OR ", conditions);
        long rows = count("SELECT count(*)" + outside);
        if (rows > 0) {
            try (Statement statement = duckDb.connection().createStatement();
                    ResultSet row = statement.executeQuery("SELECT " + field.name() + ", concat_ws(', ', "
                            + String.join(", ", keys(view)) + ")" + outside + " LIMIT 1")) {
                row.next();
                throw wrong(
                        view,
                        "feature '" + field.name() + "' must be a number from " + field.min() + " to " + field.max()
                                + ", but " + rows + " rows are not, for example " + row.getString(1) + " of "
                                + String.join(", ", keys(view)) + " " + row.getString(2));
            }
        }
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<String> keys(FeatureView view) {
        return view.joinKeys().stream().map(JoinKey::column).toList();
    }

    /** Files end statements as people do. */
    private static String sql(FeatureView view) {
        return view.sql().strip().replaceFirst(";$", "");
    }

    private static IllegalStateException wrong(FeatureView view, String reason) {
        return new IllegalStateException("feature view '" + view.name() + "': " + reason);
    }
}
