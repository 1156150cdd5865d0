package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.ValueType;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.TrainingFrame.Column;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one feature of a result, row by row, into a column. */
sealed interface ColumnReader {

    void read(ResultSet result, int position, int row) throws SQLException;

    Column column();

    /** A reader for that type of feature. */
    static ColumnReader of(ValueType type, int rows, FeatureReference feature) {
        return switch (type) {
            case INT32, INT64, DOUBLE, FLOAT, BOOL -> new Numbers(new double[rows]);
            case STRING -> new Texts(new String[rows], new HashMap<>());
            case STRING_LIST -> new TextLists(Arrays.asList(new List<?>[rows]), new HashMap<>());
            default ->
                throw ProblemException.invalid(
                        "features", feature, "must be numbers, texts or lists of texts, not " + type);
        };
    }

    /** Numbers; missing ones are NaN. */
    record Numbers(double[] values) implements ColumnReader {

        @Override
        public void read(ResultSet result, int position, int row) throws SQLException {
            double value = result.getDouble(position);
            values[row] = result.wasNull() ? Double.NaN : value;
        }

        @Override
        public Column column() {
            return new Column.Numeric(values);
        }
    }

    /** Texts, of which equal ones share one object. */
    record Texts(@Nullable String[] values, Map<String, String> seen) implements ColumnReader {

        @Override
        public void read(ResultSet result, int position, int row) throws SQLException {
            String value = result.getString(position);
            values[row] = value == null ? null : seen.computeIfAbsent(value, text -> text);
        }

        @Override
        public Column column() {
            return new Column.Text(values);
        }
    }

    /** Lists of texts, of which equal ones share one object. */
    record TextLists(List<@Nullable List<?>> lists, Map<List<String>, List<String>> seen) implements ColumnReader {

        @Override
        public void read(ResultSet result, int position, int row) throws SQLException {
            Array array = result.getArray(position);
            if (array != null) {
                List<String> texts = Arrays.stream((Object[]) array.getArray())
                        .map(String::valueOf)
                        .toList();
                lists.set(row, seen.computeIfAbsent(texts, list -> list));
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        public Column column() {
            List<? extends @Nullable List<?>> unmodifiable = Collections.unmodifiableList(lists);
            return new Column.TextList((List<@Nullable List<String>>) unmodifiable);
        }
    }
}
