package io.marquee.workhorse.ingestion.quality.quarantine;

import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
import io.marquee.workhorse.platform.Database;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Quarantined rows of one source, on their way through the loader again. */
public final class ReplayDataset implements SourceDataset {

    private final String source;
    private final long[] ids;
    private final List<SourceTable> tables;
    private final Database database;
    private final QuarantineHistory history;

    ReplayDataset(String source, long[] ids, List<SourceTable> tables, Database database, QuarantineHistory history) {
        this.source = source;
        this.ids = ids.clone();
        this.tables = List.copyOf(tables);
        this.database = database;
        this.history = history;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String origin() {
        return "quarantine: " + ids.length + " rows of " + source;
    }

    @Override
    public List<SourceTable> tables() {
        return tables;
    }

    @Override
    public List<Path> rawFiles() {
        return List.of();
    }

    /**
     * Settles the quarantine after the load, in its transaction: rows that were refused again stay the entries they were,
     * with the new reason, and those that were accepted leave.
     */
    public void settle(String ingestionId) {
        Set<Long> refused = new HashSet<>(database.query("""
                UPDATE catalog.quarantine old SET field = new.field, reason = new.reason, tries = old.tries + 1
                FROM catalog.quarantine new
                WHERE new.ingestion_id = ? AND old.quarantine_id = new.line AND old.quarantine_id = ANY (?)
                RETURNING old.quarantine_id
                """, row -> row.getLong(1), ingestionId, ids));
        database.update("DELETE FROM catalog.quarantine WHERE ingestion_id = ?", ingestionId);
        history.accepted(Arrays.stream(ids).filter(id -> !refused.contains(id)).toArray(), ingestionId);
    }
}
