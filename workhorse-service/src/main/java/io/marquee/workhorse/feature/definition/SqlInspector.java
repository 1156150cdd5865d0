package io.marquee.workhorse.feature.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.duckdb.DuckDBDriver;

/**
 * Looks at SQL before anybody runs it, with DuckDB's own parser: a view's SQL must be one query that writes nothing, reads
 * tables and no files, and gives the same answer whenever it is asked. The parser turns nothing but queries into a tree, so
 * whatever stores, deletes or sets something is refused by it.
 */
final class SqlInspector implements AutoCloseable {

    /** Functions that make rows of their arguments; all others reach out of the database. */
    private static final Set<String> ROW_FUNCTIONS =
            Set.of("unnest", "range", "generate_series", "generate_subscripts");

    /** Functions whose answer depends on when or how often they are asked, or that change something. */
    private static final Set<String> UNSTEADY_FUNCTIONS = Set.of(
            "random",
            "setseed",
            "uuid",
            "uuidv4",
            "uuidv7",
            "gen_random_uuid",
            "nextval",
            "currval",
            "now",
            "today",
            "get_current_time",
            "get_current_timestamp",
            "current_date",
            "current_time",
            "current_timestamp",
            "current_localtime",
            "current_localtimestamp",
            "transaction_timestamp",
            "getvariable",
            "getenv",
            "current_setting",
            "txid_current");

    private static final Set<String> QUERY_NODES =
            Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");

    private static final Set<String> TABLE_NODES =
            Set.of("BASE_TABLE", "JOIN", "SUBQUERY", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** SQL that is refused. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int line;

        RefusedException(String reason, int line) {
            super(reason);
            this.line = line;
        }

        /** Where in the SQL, from 0. */
        int line() {
            return line;
        }
    }

    private final Connection connection;

    private SqlInspector(Connection connection) {
        this.connection = connection;
    }

    static SqlInspector open() {
        Properties settings = new Properties();
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", "64MB");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        try {
            return new SqlInspector(new DuckDBDriver().connect("jdbc:duckdb:", settings));
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * The tables that a query reads, in lower case.
     *
     * @throws RefusedException saying why it is not a query that a view can have
     */
    Set<String> tablesOf(String sql) throws RefusedException {
        JsonNode tree = parse(sql);
        if (tree.path("error").asBoolean()) {
            boolean isQuery = !tree.path("error_type").asText().equals("not implemented");
            throw new RefusedException(
                    isQuery ? tree.path("error_message").asText() : "the SQL must be a query, which only reads",
                    line(sql, tree.path("position").asInt(0)));
        }
        if (tree.path("statements").size() != 1) {
            throw new RefusedException(
                    "the SQL must be one query, these are "
                            + tree.path("statements").size(),
                    0);
        }
        Walk walk = new Walk(sql);
        walk.visit(tree.path("statements"));
        walk.tables.removeAll(walk.commonTables);
        return walk.tables;
    }

    private JsonNode parse(String sql) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return JSON.readTree(row.getString(1));
            }
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("the SQL cannot be inspected: " + e.getMessage(), e);
        }
    }

    private static int line(String sql, int position) {
        return (int) sql.chars()
                .limit(Math.clamp(position, 0, sql.length()))
                .filter(character -> character == '\n')
                .count();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be closed: " + e.getMessage(), e);
        }
    }

    /** Goes through the parser's tree. */
    private static final class Walk {

        private final String sql;
        private final Set<String> tables = new TreeSet<>();
        private final Set<String> commonTables = new HashSet<>();

        Walk(String sql) {
            this.sql = sql;
        }

        void visit(JsonNode node) throws RefusedException {
            String type = node.path("type").asText();
            if (type.endsWith("_NODE") && !QUERY_NODES.contains(type)) {
                throw refused("the SQL must be a query, which only reads", node);
            }
            if (node.has("query_location") && node.has("alias") && node.has("sample") && !TABLE_NODES.contains(type)) {
                throw refused("the SQL must read from tables, not from " + type.toLowerCase(Locale.ROOT), node);
            }
            if (type.equals("BASE_TABLE")) {
                table(node);
            }
            if (type.equals("TABLE_FUNCTION")) {
                String function = node.path("function").path("function_name").asText();
                if (!ROW_FUNCTIONS.contains(function.toLowerCase(Locale.ROOT))) {
                    throw refused("the SQL must read from the view's sources, not from " + function + "()", node);
                }
            }
            String function = function(node).toLowerCase(Locale.ROOT);
            if (UNSTEADY_FUNCTIONS.contains(function)) {
                throw refused("the SQL must give the same rows each time, which " + function + "() does not", node);
            }
            for (JsonNode common : node.path("cte_map").path("map")) {
                commonTables.add(common.path("key").asText().toLowerCase(Locale.ROOT));
            }
            if (node.has("cte_name")) {
                commonTables.add(node.path("cte_name").asText().toLowerCase(Locale.ROOT));
            }
            for (JsonNode child : node) {
                visit(child);
            }
        }

        /** The parser takes functions that are written without brackets for columns. */
        private static String function(JsonNode node) {
            JsonNode names = node.path("column_names");
            return names.size() == 1
                    ? names.get(0).asText()
                    : node.path("function_name").asText();
        }

        /** A name with other characters could be that of a file, which DuckDB would read. */
        private void table(JsonNode node) throws RefusedException {
            String table = node.path("table_name").asText();
            if (!node.path("schema_name").asText().isEmpty() || !table.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw refused("the SQL must read from the view's sources, not from '" + table + "'", node);
            }
            tables.add(table.toLowerCase(Locale.ROOT));
        }

        private RefusedException refused(String reason, JsonNode node) {
            long position = node.path("query_location").asLong(0);
            return new RefusedException(
                    reason, line(sql, position < 0 || position > sql.length() ? 0 : (int) position));
        }
    }
}
