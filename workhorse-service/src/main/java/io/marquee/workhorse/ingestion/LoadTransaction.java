package io.marquee.workhorse.ingestion;

import io.marquee.workhorse.ingestion.load.CatalogueLoader;
import io.marquee.workhorse.ingestion.load.LoadProgress;
import io.marquee.workhorse.ingestion.quality.HardRuleException;
import io.marquee.workhorse.ingestion.quality.LoadInspection;
import io.marquee.workhorse.ingestion.quality.QualityReports;
import io.marquee.workhorse.ingestion.quality.quarantine.ReplayDataset;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.platform.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.jboss.logging.Logger;

/** The one transaction of a load: the rows, the quarantine, the report, the events, and that it went well. */
@ApplicationScoped
class LoadTransaction {

    private static final Logger LOG = Logger.getLogger(LoadTransaction.class);

    private final CatalogueLoader loader;
    private final IngestionLog log;
    private final Database database;
    private final QualityReports reports;
    private final IngestionConfig config;

    LoadTransaction(
            CatalogueSchema schema,
            LoadInspection inspection,
            IngestionLog log,
            Database database,
            QualityReports reports,
            IngestionConfig config,
            Clock clock) {
        this.loader = new CatalogueLoader(schema, inspection, clock);
        this.log = log;
        this.database = database;
        this.reports = reports;
        this.config = config;
    }

    /**
     * Loads, or changes nothing.
     *
     * @throws HardRuleException when the data is too bad
     */
    void load(String ingestionId, String kind, SourceDataset dataset, boolean dryRun, LoadProgress progress) {
        CatalogueLoader.Loaded loaded = QuarkusTransaction.requiringNew()
                .timeout(Math.toIntExact(config.timeout().toSeconds()))
                .call(() -> {
                    CatalogueLoader.Loaded result = database.with(connection -> {
                        try {
                            return loader.load(
                                    connection, new CatalogueLoader.Load(ingestionId, kind, dataset, dryRun), progress);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                    if (!dryRun && dataset instanceof ReplayDataset replay) {
                        replay.settle(ingestionId);
                    }
                    log.succeeded(ingestionId, result);
                    reports.publish(result.report());
                    return result;
                });
        LOG.infof("%s %s: %s", dryRun ? "looked at" : "ingested", dataset.origin(), loaded.counts());
    }

    /** Records that nothing was loaded since a rule was broken. */
    void refuse(String ingestionId, HardRuleException refusal) {
        QuarkusTransaction.requiringNew().run(() -> {
            log.failed(ingestionId, String.valueOf(refusal.getMessage()), refusal.report());
            reports.publish(refusal.report());
        });
    }
}
