package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was refused on the way in. */
@ApplicationScoped
public class Quarantine {

    /**
     * A refused row or event.
     *
     * @param ingestionId null for an event
     * @param eventId null for a row of a file
     * @param file the file, or the topic of an event
     * @param line in the file from 1; 0 for an event
     * @param raw as it came, cut after 2,000 characters
     * @param field the column or field at fault, empty when it is the whole
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Entry(
            long quarantineId,
            @Nullable String ingestionId,
            @Nullable String eventId,
            String file,
            long line,
            String raw,
            String field,
            String reason,
            Instant quarantinedAt) {}

    private final Database database;

    Quarantine(Database database) {
        this.database = database;
    }

    /** The newest entries, newest first; of one ingestion if given. */
    public List<Entry> newest(Optional<String> ingestionId, int limit) {
        return database.query(
                """
                SELECT * FROM catalog.quarantine WHERE ?::text IS NULL OR ingestion_id = ?
                ORDER BY quarantine_id DESC LIMIT ?
                """,
                row -> new Entry(
                        row.getLong("quarantine_id"),
                        row.getString("ingestion_id"),
                        row.getString("event_id"),
                        row.getString("file"),
                        row.getLong("line"),
                        row.getString("raw"),
                        row.getString("field"),
                        row.getString("reason"),
                        Objects.requireNonNull(Database.instant(row, "quarantined_at"))),
                ingestionId.orElse(null),
                ingestionId.orElse(null),
                limit);
    }
}
