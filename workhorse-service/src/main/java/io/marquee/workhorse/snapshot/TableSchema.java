package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table as the database defines it now.
 *
 * @param columns that hold values of their own, those of the key first; generated ones are left out
 * @param key the columns of the primary key
 */
record TableSchema(String table, List<Column> columns, List<String> key) {

    /** Types that are ordered by value; all others as text. */
    private static final Set<String> NUMBERS = Set.of("smallint", "integer", "bigint");

    /**
     * A column.
     *
     * @param required whether a row needs a value for it: not null, without a default
     */
    record Column(String name, String type, boolean required) {}

    TableSchema {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        if (key.isEmpty()) {
            throw new IllegalStateException("catalog." + table + " has no primary key to order its rows by");
        }
    }

    /** The data tables that there are, in the order of {@link SnapshotTables#DATA}. */
    static List<TableSchema> readAll(Connection connection) throws SQLException {
        List<TableSchema> schemas = new ArrayList<>();
        for (String table : existing(connection)) {
            schemas.add(read(connection, table));
        }
        return schemas;
    }

    /** Names of the data tables that there are. */
    static List<String> existing(Connection connection) throws SQLException {
        Set<String> there = Set.copyOf(Database.query(
                connection,
                "SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = 'catalog' AND table_type = 'BASE TABLE'",
                row -> row.getString(1)));
        return SnapshotTables.DATA.stream().filter(there::contains).toList();
    }

    private static TableSchema read(Connection connection, String table) throws SQLException {
        List<String> key = Database.query(connection, """
                SELECT a.attname FROM pg_index i
                CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(attnum, place)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                WHERE i.indrelid = ('catalog.' || quote_ident(?))::regclass AND i.indisprimary ORDER BY k.place
                """, row -> row.getString(1), table);
        List<Column> columns = Database.query(
                connection,
                """
                SELECT attname, format_type(atttypid, atttypmod) AS type,
                       attnotnull AND NOT atthasdef AND attidentity = '' AS required
                FROM pg_attribute
                WHERE attrelid = ('catalog.' || quote_ident(?))::regclass AND attnum > 0 AND NOT attisdropped
                    AND attgenerated = ''
                ORDER BY attnum
                """,
                row -> new Column(row.getString("attname"), row.getString("type"), row.getBoolean("required")),
                table);
        List<Column> ordered = Stream.concat(
                        key.stream().map(name -> columns.stream()
                                .filter(column -> column.name().equals(name))
                                .findFirst()
                                .orElseThrow()),
                        columns.stream().filter(column -> !key.contains(column.name())))
                .toList();
        return new TableSchema(table, ordered, key);
    }

    /** The columns as a snapshot notes them. */
    List<TableContent.Column> noted() {
        return columns.stream()
                .map(column -> new TableContent.Column(column.name(), column.type()))
                .toList();
    }

    /** The query that gives the rows in their one order. */
    String orderedQuery() {
        String order = key.stream()
                .map(name -> isNumber(name) ? quoted(name) : quoted(name) + "::text COLLATE \"C\"")
                .collect(Collectors.joining(", "));
        return "SELECT " + names(columns.stream().map(Column::name).toList()) + " FROM " + qualified() + " ORDER BY "
                + order;
    }

    private boolean isNumber(String name) {
        return columns.stream()
                .anyMatch(
                        column -> column.name().equals(name) && isNumber(new TableContent.Column(name, column.type())));
    }

    static boolean isNumber(TableContent.Column column) {
        return NUMBERS.contains(column.type());
    }

    String qualified() {
        return qualified(table);
    }

    static String qualified(String table) {
        return "catalog." + quoted(table);
    }

    static String names(List<String> columns) {
        return columns.stream().map(TableSchema::quoted).collect(Collectors.joining(", "));
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
