package io.marquee.workhorse.ingestion.quality.quarantine;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What has left the quarantine, why, and as what; nothing leaves it without a row here. */
@ApplicationScoped
public class QuarantineHistory {

    /**
     * An entry that has left.
     *
     * @param action {@code replayed} or {@code discarded}
     * @param reason why it was discarded; null for a replay
     * @param ingestionId the replay that accepted it; null when it was discarded, or an event
     * @param entry as it stood in quarantine, as JSON
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Left(
            long quarantineId,
            String action,
            @Nullable String reason,
            @Nullable String ingestionId,
            @JsonRawValue String entry,
            Instant leftAt) {}

    private final Database database;

    QuarantineHistory(Database database) {
        this.database = database;
    }

    /** What left last, newest first. */
    List<Left> newest(int limit) {
        return database.query(
                "SELECT * FROM catalog.quarantine_history ORDER BY history_id DESC LIMIT ?",
                row -> new Left(
                        row.getLong("quarantine_id"),
                        row.getString("action"),
                        row.getString("reason"),
                        row.getString("ingestion_id"),
                        row.getString("entry"),
                        Objects.requireNonNull(Database.instant(row, "left_at"))),
                limit);
    }

    /** Discards those that are meant; how many there were. Part of the current transaction, if there is one. */
    int discard(QuarantineFilter filter, String reason) {
        QuarantineFilter.Condition condition = filter.condition();
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.add(reason);
        return database.update("""
                WITH gone AS (DELETE FROM catalog.quarantine q WHERE %s RETURNING q.*)
                INSERT INTO catalog.quarantine_history (quarantine_id, action, reason, entry)
                SELECT quarantine_id, 'discarded', ?, to_jsonb(gone) FROM gone
                """.formatted(condition.sql()), parameters.toArray());
    }

    /** Lets entries go that a replay has accepted; part of its transaction. */
    int accepted(long[] ids, @Nullable String ingestionId) {
        return database.update("""
                WITH gone AS (DELETE FROM catalog.quarantine q WHERE q.quarantine_id = ANY (?) RETURNING q.*)
                INSERT INTO catalog.quarantine_history (quarantine_id, action, ingestion_id, entry)
                SELECT quarantine_id, 'replayed', ?, to_jsonb(gone) FROM gone
                """, ids, ingestionId);
    }
}
