package io.marquee.workhorse.ingestion.quality;

import io.marquee.contract.event.DataQuality;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;

/** Judges each table that the catalogue stores by the share of its records that are good. */
@ApplicationScoped
class AcceptedShareInspection implements LoadInspection {

    private final QualityCheck check;

    AcceptedShareInspection(QualityConfig config, Clock clock) {
        this.check = new QualityCheck(config.acceptedShareThreshold(), clock);
    }

    @Override
    public QualityReport inspect(Connection connection, StagedLoad load) {
        List<DataQuality> checks = load.tables().stream()
                .filter(table -> table.schema().storedIn() != null)
                .map(table -> check.judge(table.schema().storedIn(), load.ingestionId(), table.counts()))
                .toList();
        return new QualityReport(checks);
    }
}
