package io.marquee.workhorse.ingestion.quality;

import io.marquee.workhorse.ingestion.schema.TableSchema;
import java.util.List;
import java.util.Map;

/**
 * Records of one table, staged. The staging table has the columns {@code part} (position in {@link #parts}, from 0),
 * {@code line}, {@code raw}, {@code field} and {@code reason}, and one for each column that the schema says is delivered;
 * a table with an identity also has {@code own_id}. A record is good while its {@code reason} is null. {@code raw} is there
 * for records that were refused by themselves, as {@code quarantine.KeptRecord} writes them; the others are read again when
 * they are put into quarantine.
 *
 * @param staging name of the staging table
 * @param parts names of the files or queries the records came from
 * @param labels what the source calls each column that it delivers
 * @param counts after the comparison
 */
public record StagedTable(
        TableSchema schema, String staging, List<String> parts, Map<String, String> labels, RowCounts counts) {

    public StagedTable {
        parts = List.copyOf(parts);
        labels = Map.copyOf(labels);
    }

    /** What the source calls a column; its own name when the source does not deliver it. */
    public String label(String column) {
        return labels.getOrDefault(column, column);
    }
}
