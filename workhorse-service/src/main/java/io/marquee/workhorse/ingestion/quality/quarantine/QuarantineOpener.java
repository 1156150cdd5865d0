package io.marquee.workhorse.ingestion.quality.quarantine;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.ingestion.source.DatasetOpener;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows in quarantine as a source: {@code options.ids}, of one source, and {@code options.corrections}, new values by id and
 * column.
 */
@ApplicationScoped
class QuarantineOpener implements DatasetOpener {

    static final String KIND = "quarantine";

    private record Row(
            long id, @Nullable String source, @Nullable String table) {}

    private final Database database;
    private final CatalogueSchema schema;
    private final QuarantineHistory history;

    QuarantineOpener(Database database, CatalogueSchema schema, QuarantineHistory history) {
        this.database = database;
        this.schema = schema;
        this.history = history;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SourceDataset open(IngestionRequest request) {
        request.refuseOtherOptions(List.of("ids", "corrections"));
        long[] ids = ids(request.options().get("ids"));
        Corrections corrections = corrections(request.options().get("corrections"));
        List<Row> rows = rows(ids, corrections);
        List<String> sources = rows.stream()
                .map(row -> String.valueOf(row.source()))
                .distinct()
                .toList();
        if (sources.size() != 1) {
            throw ProblemException.invalid(
                    "options.ids", sources, "must be rows of one source that can be replayed, with their corrections");
        }
        List<SourceTable> tables = new ArrayList<>();
        // In the order of the schema, which is that of loading.
        for (TableSchema table : schema.tables()) {
            long[] own = rows.stream()
                    .filter(row -> table.name().equals(row.table()))
                    .peek(row -> corrections.check(row.id(), table))
                    .mapToLong(Row::id)
                    .toArray();
            if (own.length > 0) {
                tables.add(new ReplayRows(database, table, own, corrections));
            }
        }
        return new ReplayDataset(
                sources.getFirst(), rows.stream().mapToLong(Row::id).toArray(), tables, database, history);
    }

    /** The rows among the ids that can be replayed, as they are or with their corrections. */
    private List<Row> rows(long[] ids, Corrections corrections) {
        long[] corrected =
                corrections.byId().keySet().stream().mapToLong(Long::longValue).toArray();
        return database.query(
                "SELECT q.quarantine_id, q.source, q.target FROM catalog.quarantine q WHERE q.quarantine_id = ANY (?)"
                        + " AND q.event_id IS NULL AND q.source IS NOT NULL AND q.target IS NOT NULL AND ("
                        + Quarantine.REPLAYABLE + " OR NOT q.raw_cut AND q.quarantine_id = ANY (?))"
                        + " ORDER BY q.quarantine_id",
                row -> new Row(row.getLong(1), row.getString(2), row.getString(3)),
                ids,
                corrected);
    }

    private static long[] ids(@Nullable Object given) {
        if (!(given instanceof List<?> list) || list.isEmpty()) {
            throw ProblemException.invalid("options.ids", given, "must be a list of quarantine_ids");
        }
        return list.stream()
                .mapToLong(id -> {
                    if (id instanceof Long || id instanceof Integer) {
                        return ((Number) id).longValue();
                    }
                    throw ProblemException.invalid("options.ids", id, "must be whole numbers");
                })
                .toArray();
    }

    @SuppressWarnings("unchecked")
    private static Corrections corrections(@Nullable Object given) {
        if (given != null && !(given instanceof Map<?, ?>)) {
            throw ProblemException.invalid("options.corrections", given, "must be by quarantine_id");
        }
        return Corrections.of((Map<String, ?>) given);
    }
}
