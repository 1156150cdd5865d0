package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.NullPolicy;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of SQL about columns of the schema, whose names need no quotes. */
final class SqlColumns {

    private SqlColumns() {}

    /** Each column's name in a format, separated by commas. */
    static String list(List<ColumnSchema> columns, String format) {
        return columns.stream().map(column -> format.formatted(column.name())).collect(Collectors.joining(", "));
    }

    /** An expression that is null when nothing is known of the column. */
    static String known(ColumnSchema column, String expression) {
        return column.nulls() == NullPolicy.EMPTY ? "nullif(" + expression + ", '{}')" : expression;
    }

    /** The first of some expressions that is known. */
    static String firstKnown(ColumnSchema column, List<String> expressions) {
        String known = expressions.stream()
                .map(expression -> known(column, expression))
                .collect(Collectors.joining(", "));
        return column.nulls() == NullPolicy.EMPTY ? "coalesce(" + known + ", '{}')" : "coalesce(" + known + ")";
    }

    /** A text in quotes. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** How a source ranks for a column: low is better, those that are not named come last. */
    static String rank(ColumnSchema column, String source) {
        String order = column.sources().stream().map(SqlColumns::literal).collect(Collectors.joining(", "));
        return "coalesce(array_position(ARRAY[" + order + "]::text[], " + source + "), 1000000)";
    }
}
