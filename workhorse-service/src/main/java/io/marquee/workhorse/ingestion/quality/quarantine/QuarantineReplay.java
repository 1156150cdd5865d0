package io.marquee.workhorse.ingestion.quality.quarantine;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.IngestionService;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is in quarantine through again: rows through the loader, as one ingestion of the kind {@code quarantine} for
 * each source, events through the store of interactions. Rows that only repeated another row of their file are sent when they
 * are named by id or corrected, not when a filter happens to catch them: alone they would win over the row that they repeat.
 */
@ApplicationScoped
class QuarantineReplay {

    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_NAMED = 100;

    /** An ingestion that was started. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Started(String ingestionId, String source, long entries) {}

    /**
     * What became of a request.
     *
     * @param ingestions that were started for rows; look at each for what became of them
     * @param eventsAccepted events that left the quarantine
     * @param eventsRefused events that stay in it
     * @param notReplayable entries that cannot be sent through as they are, the first {@value #MAX_NAMED} of them
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Outcome(
            List<Started> ingestions, long eventsAccepted, long eventsRefused, List<Long> notReplayable) {}

    private record Entry(long id, boolean event, @Nullable String source, boolean replayable, boolean cut) {}

    private final Database database;
    private final IngestionService ingestions;
    private final EventReplay events;

    QuarantineReplay(Database database, IngestionService ingestions, EventReplay events) {
        this.database = database;
        this.ingestions = ingestions;
        this.events = events;
    }

    /**
     * Replays.
     *
     * @throws ProblemException when nothing is meant, corrections are for other entries, or nothing can be replayed
     */
    Outcome replay(QuarantineFilter filter, Corrections corrections, boolean dryRun) {
        List<Entry> meant = meant(filter, corrections);
        List<Long> known = meant.stream().map(Entry::id).toList();
        for (long corrected : corrections.byId().keySet()) {
            if (!known.contains(corrected)) {
                throw ProblemException.invalid(
                        "corrections", corrected, "must be for entries that are meant and in quarantine");
            }
        }
        Map<String, List<Long>> rows = new LinkedHashMap<>();
        List<Long> eventIds = new ArrayList<>();
        List<Long> left = new ArrayList<>();
        for (Entry entry : meant) {
            boolean sent = entry.replayable() || !entry.cut() && corrections.has(entry.id());
            if (!sent || !entry.event() && entry.source() == null) {
                left.add(entry.id());
            } else if (entry.event()) {
                eventIds.add(entry.id());
            } else {
                rows.computeIfAbsent(String.valueOf(entry.source()), source -> new ArrayList<>())
                        .add(entry.id());
            }
        }
        if (rows.isEmpty() && eventIds.isEmpty()) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    left.isEmpty()
                            ? "there is nothing of that in quarantine that is sent through again by itself"
                            : "none of these can be replayed as they are: "
                                    + left.subList(0, Math.min(left.size(), MAX_NAMED)));
        }
        List<Started> started = new ArrayList<>();
        rows.forEach((source, ids) -> started.add(start(source, ids, corrections, dryRun)));
        EventReplay.Outcome outcome = dryRun ? new EventReplay.Outcome(0, 0) : events.replay(eventIds, corrections);
        return new Outcome(
                started, outcome.accepted(), outcome.refused(), left.subList(0, Math.min(left.size(), MAX_NAMED)));
    }

    private List<Entry> meant(QuarantineFilter filter, Corrections corrections) {
        QuarantineFilter.Condition condition = filter.condition();
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.add(filter.ids() != null);
        parameters.add(
                corrections.byId().keySet().stream().mapToLong(Long::longValue).toArray());
        parameters.add(MAX_ENTRIES + 1);
        List<Entry> meant = database.query(
                "SELECT q.quarantine_id, q.event_id IS NOT NULL AS event, q.source, " + Quarantine.REPLAYABLE
                        + " AS replayable, q.raw_cut FROM catalog.quarantine q WHERE " + condition.sql()
                        + " AND (? OR q.quarantine_id = ANY (?) OR q.reason NOT LIKE 'the row repeats line %')"
                        + " ORDER BY q.quarantine_id LIMIT ?",
                row -> new Entry(
                        row.getLong("quarantine_id"),
                        row.getBoolean("event"),
                        row.getString("source"),
                        row.getBoolean("replayable"),
                        row.getBoolean("raw_cut")),
                parameters.toArray());
        if (meant.size() > MAX_ENTRIES) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    "more than " + MAX_ENTRIES + " entries are meant; replay them in parts, for example by ingestion");
        }
        return meant;
    }

    private Started start(String source, List<Long> ids, Corrections corrections, boolean dryRun) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("ids", ids);
        options.put("corrections", corrections.only(new HashSet<>(ids)).asRequest());
        IngestionService.Started started =
                ingestions.start(new IngestionRequest(QuarantineOpener.KIND, null, options), dryRun);
        return new Started(started.ingestionId(), source, ids.size());
    }
}
