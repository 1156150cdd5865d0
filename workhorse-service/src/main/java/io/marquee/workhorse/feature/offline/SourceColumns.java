package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.ValueType;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.definition.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds a source to the columns that its definition declares: each has to be there, and its values to be of the declared
 * type or turn into it. Columns that nobody declares stay what they are. A time without a zone is UTC.
 */
final class SourceColumns {

    private final DuckDb duckDb;

    SourceColumns(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    /**
     * Makes a table of what a source gives.
     *
     * @param given a relation with its rows as they are
     * @throws ProblemException naming source and column
     */
    void settle(Source source, String given, String table) throws SQLException {
        Map<String, String> types = duckDb.types(given);
        Map<String, String> columns = new LinkedHashMap<>();
        types.keySet().forEach(column -> columns.put(column, DuckDb.name(column)));
        for (Map.Entry<String, ValueType> declared : source.header().columns().entrySet()) {
            String type = types.get(declared.getKey());
            if (type == null) {
                throw wrong(
                        source,
                        "there is no column '" + declared.getKey() + "'; there are "
                                + String.join(", ", types.keySet()));
            }
            String cast = cast(declared.getKey(), type, declared.getValue());
            if (!cast.equals(columns.put(declared.getKey(), cast))) {
                requireAll(source, given, declared.getKey(), declared.getValue(), cast);
            }
        }
        duckDb.execute("CREATE TABLE " + table + " AS SELECT "
                + columns.entrySet().stream()
                        .map(column -> column.getValue() + " AS " + DuckDb.name(column.getKey()))
                        .collect(Collectors.joining(", "))
                + " FROM " + given);
    }

    private static String cast(String column, String type, ValueType wanted) {
        String name = DuckDb.name(column);
        if (type.equals(DuckDb.type(wanted))) {
            return name;
        }
        if (wanted == ValueType.UNIX_TIMESTAMP && (type.equals("VARCHAR") || type.equals("TIMESTAMP WITH TIME ZONE"))) {
            return "make_timestamp(epoch_us(TRY_CAST(" + name + " AS TIMESTAMPTZ)))";
        }
        return "TRY_CAST(" + name + " AS " + DuckDb.type(wanted) + ")";
    }

    private void requireAll(Source source, String given, String column, ValueType wanted, String cast)
            throws SQLException {
        String name = DuckDb.name(column);
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), any_value(" + name + "::VARCHAR) FROM " + given
                        + " WHERE " + name + " IS NOT NULL AND " + cast + " IS NULL")) {
            row.next();
            if (row.getLong(1) > 0) {
                throw wrong(
                        source,
                        "column '" + column + "' must be " + wanted + ", but " + row.getLong(1)
                                + " values are not, for example '" + row.getString(2) + "'");
            }
        }
    }

    private static ProblemException wrong(Source source, String reason) {
        return new ProblemException(ProblemType.UNPROCESSABLE, "source '" + source.name() + "': " + reason);
    }
}
