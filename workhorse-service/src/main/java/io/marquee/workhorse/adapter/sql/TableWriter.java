package io.marquee.workhorse.adapter.sql;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterException.Kind;
import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.WriteMode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into a table in batches, in one transaction. A table that is missing is made; some databases end a
 * transaction when a table is made, so that comes first.
 */
final class TableWriter {

    private static final int BATCH_ROWS = 500;

    private final JdbcTarget target;
    private final Dialect dialect;
    private final String table;
    private final List<Column> columns;
    private final WriteMode mode;

    TableWriter(JdbcTarget target, String table, List<Column> columns, WriteMode mode) throws AdapterException {
        this.target = target;
        this.dialect = target.dialect();
        this.columns = columns;
        this.mode = mode;
        try {
            this.table = dialect.quoted(table);
        } catch (IllegalArgumentException e) {
            throw new AdapterException(Kind.REQUEST, e.getMessage(), e);
        }
        requireKeys();
    }

    /** Writes all rows; the caller commits. */
    long write(Connection connection, Rows rows) throws IOException {
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute(createTable());
                connection.commit();
                if (mode instanceof WriteMode.Replace) {
                    statement.execute("DELETE FROM " + table + (dialect == Dialect.BIGQUERY ? " WHERE TRUE" : ""));
                }
            }
            try (PreparedStatement insert = connection.prepareStatement(insert())) {
                return insertAll(insert, rows);
            }
        } catch (SQLException e) {
            throw SqlFailures.running(target, "write to " + table, e);
        }
    }

    private long insertAll(PreparedStatement insert, Rows rows) throws SQLException, IOException {
        long count = 0;
        for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
            for (int i = 0; i < row.length; i++) {
                SqlTypes.bind(insert, i + 1, row[i], columns.get(i).type(), dialect);
            }
            insert.addBatch();
            if (++count % BATCH_ROWS == 0) {
                insert.executeBatch();
            }
        }
        insert.executeBatch();
        return count;
    }

    private void requireKeys() throws AdapterException {
        if (!(mode instanceof WriteMode.Upsert upsert)) {
            return;
        }
        List<String> names = columns.stream().map(Column::name).toList();
        for (String key : upsert.keys()) {
            if (!names.contains(key)) {
                throw new AdapterException(
                        Kind.REQUEST,
                        "the key '" + key + "' is not one of the columns: " + String.join(", ", names),
                        null);
            }
        }
        if (dialect == Dialect.REDSHIFT || dialect == Dialect.BIGQUERY) {
            throw new AdapterException(
                    Kind.REQUEST,
                    target.shown() + ": has no upsert row by row; use replace into a table of its own",
                    null);
        }
    }

    private List<String> keys() {
        return mode instanceof WriteMode.Upsert upsert ? upsert.keys() : List.of();
    }

    String createTable() {
        String definition = columns.stream()
                .map(column -> dialect.quotedColumn(column.name()) + " "
                        + SqlTypes.name(column.type(), dialect, keys().contains(column.name()))
                        + (keys().contains(column.name()) ? " NOT NULL" : ""))
                .collect(Collectors.joining(", "));
        String key = keys().isEmpty() ? "" : ", PRIMARY KEY (" + quoted(keys()) + ")";
        if (dialect == Dialect.SQLSERVER) {
            return "IF OBJECT_ID(N'" + table.replace("'", "''") + "') IS NULL CREATE TABLE " + table + " (" + definition
                    + key + ")";
        }
        String options = dialect.isMysql() ? " ENGINE=InnoDB CHARACTER SET utf8mb4" : "";
        return "CREATE TABLE IF NOT EXISTS " + table + " (" + definition + key + ")" + options;
    }

    String insert() {
        String names = quoted(columns.stream().map(Column::name).toList());
        String values = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        String insert = "INSERT INTO " + table + " (" + names + ") VALUES (" + values + ")";
        if (keys().isEmpty()) {
            return insert;
        }
        List<String> others = columns.stream()
                .map(Column::name)
                .filter(name -> !keys().contains(name))
                .toList();
        return switch (dialect) {
            case MYSQL, MARIADB ->
                insert + " ON DUPLICATE KEY UPDATE "
                        + assignments(others.isEmpty() ? keys() : others, "%1$s = VALUES(%1$s)");
            case SQLSERVER, SNOWFLAKE -> merge(names, others);
            default ->
                insert + " ON CONFLICT (" + quoted(keys()) + ") DO "
                        + (others.isEmpty() ? "NOTHING" : "UPDATE SET " + assignments(others, "%1$s = EXCLUDED.%1$s"));
        };
    }

    private String merge(String names, List<String> others) {
        String source = columns.stream()
                .map(column -> "? AS " + dialect.quotedColumn(column.name()))
                .collect(Collectors.joining(", "));
        String same = keys().stream()
                .map(dialect::quotedColumn)
                .map(key -> "t." + key + " = s." + key)
                .collect(Collectors.joining(" AND "));
        String given = columns.stream()
                .map(column -> "s." + dialect.quotedColumn(column.name()))
                .collect(Collectors.joining(", "));
        return "MERGE INTO " + table + " AS t USING (SELECT " + source + ") AS s ON " + same
                + (others.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + assignments(others, "%1$s = s.%1$s"))
                + " WHEN NOT MATCHED THEN INSERT (" + names + ") VALUES (" + given + ");";
    }

    private String assignments(List<String> names, String form) {
        return names.stream().map(dialect::quotedColumn).map(form::formatted).collect(Collectors.joining(", "));
    }

    private String quoted(List<String> names) {
        return names.stream().map(dialect::quotedColumn).collect(Collectors.joining(", "));
    }
}
