package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.quality.HardRuleException;
import io.marquee.workhorse.ingestion.quality.LoadInspection;
import io.marquee.workhorse.ingestion.quality.QualityReport;
import io.marquee.workhorse.ingestion.quality.RowCounts;
import io.marquee.workhorse.ingestion.quality.StagedLoad;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Moves a data set's records into the catalogue within the caller's transaction, so that all of it arrives or nothing does.
 * Records stream through COPY into staging tables, where those that passed by themselves are compared with each other and
 * with the catalogue; the whole is inspected; then the good ones are merged and the others put into quarantine.
 */
public final class CatalogueLoader {

    /**
     * What to load.
     *
     * @param kind of the source, as it was asked for
     * @param dryRun whether everything is done but the merge
     */
    public record Load(String ingestionId, String kind, SourceDataset dataset, boolean dryRun) {}

    /**
     * What became of it.
     *
     * @param counts by table of the schema
     */
    public record Loaded(Map<String, RowCounts> counts, QualityReport report) {

        /** Counts of a table; none when the source does not deliver it. */
        public RowCounts counts(String table) {
            return counts.getOrDefault(table, RowCounts.NONE);
        }
    }

    private final CatalogueSchema schema;
    private final LoadInspection inspection;
    private final Clock clock;

    public CatalogueLoader(CatalogueSchema schema, LoadInspection inspection, Clock clock) {
        this.schema = schema;
        this.inspection = inspection;
        this.clock = clock;
    }

    /**
     * Loads.
     *
     * @throws HardRuleException when the inspection lets nothing of it in; the caller has to roll back
     */
    public Loaded load(Connection connection, Load load, LoadProgress progress) throws SQLException, IOException {
        // Temporary tables live for one look each; what is known of them need not be exact.
        execute(connection, "SET LOCAL default_statistics_target = 10");
        execute(connection, "SET LOCAL work_mem = '32MB'");
        SourceDataset dataset = load.dataset();
        Staging staging = new Staging(connection, schema, clock);
        staging.stage(dataset, progress);
        // Two merges at a time would only wait for each other's rows, or deadlock on them.
        execute(connection, "SELECT pg_advisory_xact_lock(hashtext('catalog.load'))");
        new RowComparison(connection, staging).compare();
        QualityReport report = inspection.inspect(
                connection,
                new StagedLoad(
                        load.ingestionId(),
                        load.kind(),
                        dataset.source(),
                        dataset.origin(),
                        load.dryRun(),
                        staging.tables().stream().map(StagingTable::staged).toList()));
        if (!load.dryRun()) {
            new CatalogueMerge(connection, schema, dataset.source()).merge(staging);
            LoadQuarantine quarantine = new LoadQuarantine(connection, load.ingestionId(), dataset.source());
            for (StagingTable table : staging.tables()) {
                quarantine.keep(table);
            }
        }
        progress.moved();
        Map<String, RowCounts> counts = new LinkedHashMap<>();
        staging.tables().forEach(table -> counts.put(table.schema().name(), table.counts()));
        return new Loaded(counts, report);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
