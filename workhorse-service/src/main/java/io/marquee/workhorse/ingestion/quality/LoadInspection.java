package io.marquee.workhorse.ingestion.quality;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Judges a load as a whole, inside its transaction: its rows are staged, judged by themselves and compared with each other
 * and with the catalogue, but nothing has been merged.
 */
public interface LoadInspection {

    /**
     * Looks at what is staged.
     *
     * @return what is to be said of it; its events leave when the load commits
     * @throws HardRuleException when nothing of the load may get into the catalogue
     */
    QualityReport inspect(Connection connection, StagedLoad load) throws SQLException;
}
