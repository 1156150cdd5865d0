package io.marquee.workhorse.ingestion.quality.quarantine;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was refused on the way in. */
@ApplicationScoped
public class Quarantine {

    /**
     * A refused row or event.
     *
     * @param ingestionId null for an event
     * @param eventId null for a row
     * @param source by which the catalogue remembers values; {@code interaction} for an event
     * @param table of the standard schema; {@code interactions} for an event
     * @param file the file, or the topic of an event
     * @param line in the file from 1; 0 for an event
     * @param raw as it came, cut when it was too long
     * @param fields a row's values by column, as JSON; null when it could not be taken apart, or was too long
     * @param field the column or field at fault, empty when it is the whole
     * @param replayable whether it can be sent through again as it is; one that could not be taken apart needs corrections
     *     that give its values, one that was cut cannot be replayed at all
     * @param tries how often it has been replayed in vain
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Entry(
            long quarantineId,
            @Nullable String ingestionId,
            @Nullable String eventId,
            @Nullable String source,
            @Nullable String table,
            String file,
            long line,
            String raw,
            boolean rawCut,
            @Nullable @JsonRawValue String fields,
            String field,
            String reason,
            boolean replayable,
            int tries,
            Instant quarantinedAt) {}

    /**
     * How many entries were refused for one reason.
     *
     * @param reason without the bad values, numbers shown as {@code N}
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Count(
            @Nullable String source,
            @Nullable String table,
            String field,
            String reason,
            long entries,
            long replayable) {}

    /** The condition under which an entry can be replayed as it is. */
    static final String REPLAYABLE = "(NOT q.raw_cut AND (q.fields IS NOT NULL OR q.event_id IS NOT NULL))";

    private final Database database;

    Quarantine(Database database) {
        this.database = database;
    }

    /** The newest entries that are meant, newest first; those before an id, when it is given. */
    List<Entry> newest(QuarantineFilter filter, @Nullable Long before, int limit) {
        QuarantineFilter.Condition condition = filter.condition();
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.add(before == null ? Long.MAX_VALUE : before);
        parameters.add(limit);
        return database.query(
                "SELECT q.*, " + REPLAYABLE + " AS replayable FROM catalog.quarantine q WHERE " + condition.sql()
                        + " AND q.quarantine_id < ? ORDER BY q.quarantine_id DESC LIMIT ?",
                Quarantine::map,
                parameters.toArray());
    }

    /** How many of those that are meant were refused for which reason, the most frequent first. */
    List<Count> counts(QuarantineFilter filter, int limit) {
        QuarantineFilter.Condition condition = filter.condition();
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.add(limit);
        return database.query(
                """
                SELECT source, target, field, why, count(*) AS entries, count(*) FILTER (WHERE %s) AS replayable
                FROM (SELECT q.*, regexp_replace(regexp_replace(q.reason, ', got: .*$', ''), '\\d+', 'N', 'g') AS why
                      FROM catalog.quarantine q WHERE %s) q
                GROUP BY source, target, field, why
                ORDER BY entries DESC, source, target, field, why LIMIT ?
                """.formatted(REPLAYABLE, condition.sql()),
                row -> new Count(
                        row.getString("source"),
                        row.getString("target"),
                        row.getString("field"),
                        row.getString("why"),
                        row.getLong("entries"),
                        row.getLong("replayable")),
                parameters.toArray());
    }

    private static Entry map(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("quarantine_id"),
                row.getString("ingestion_id"),
                row.getString("event_id"),
                row.getString("source"),
                row.getString("target"),
                row.getString("file"),
                row.getLong("line"),
                row.getString("raw"),
                row.getBoolean("raw_cut"),
                row.getString("fields"),
                row.getString("field"),
                row.getString("reason"),
                row.getBoolean("replayable"),
                row.getInt("tries"),
                Objects.requireNonNull(Database.instant(row, "quarantined_at")));
    }
}
