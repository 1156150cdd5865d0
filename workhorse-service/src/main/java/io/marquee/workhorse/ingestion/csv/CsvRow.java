package io.marquee.workhorse.ingestion.csv;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a CSV file.
 *
 * @param line of its first character, from 1; the header is line 1
 * @param raw as it stands in the file
 * @param fields its values in file order; empty when it could not be taken apart
 * @param columns name of each known column with its position
 * @param problem why it could not be taken apart, or null
 */
public record CsvRow(
        long line,
        String raw,
        List<String> fields,
        Map<String, Integer> columns,
        @Nullable String problem) {

    /** The value of a column without blanks around it; empty when the file has no such column. */
    public String field(String column) {
        Integer position = columns.get(column);
        return position == null ? "" : fields.get(position).strip();
    }
}
