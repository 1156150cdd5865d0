package io.marquee.workhorse.ingestion.quality.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.UndecodableEventException;
import io.marquee.contract.event.UserInteraction;
import io.marquee.workhorse.ingestion.InteractionService;
import io.marquee.workhorse.platform.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores quarantined events again, with their corrections, the same way as those that come from Kafka. */
@ApplicationScoped
class EventReplay {

    private static final int BATCH = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What became of the events. */
    record Outcome(long accepted, long refused) {
        Outcome plus(Outcome other) {
            return new Outcome(accepted + other.accepted, refused + other.refused);
        }
    }

    private record Kept(long id, String raw) {}

    private final Database database;
    private final InteractionService interactions;
    private final QuarantineHistory history;

    EventReplay(Database database, InteractionService interactions, QuarantineHistory history) {
        this.database = database;
        this.interactions = interactions;
        this.history = history;
    }

    /** Replays events, a batch to a transaction; those that are refused again stay, with the new reason. */
    Outcome replay(List<Long> ids, Corrections corrections) {
        Outcome outcome = new Outcome(0, 0);
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<Long> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
            outcome = outcome.plus(QuarkusTransaction.requiringNew().call(() -> batch(batch, corrections)));
        }
        return outcome;
    }

    private Outcome batch(List<Long> ids, Corrections corrections) {
        List<Kept> kept = database.query(
                "SELECT quarantine_id, raw FROM catalog.quarantine WHERE quarantine_id = ANY (?) AND event_id IS NOT NULL"
                        + " ORDER BY quarantine_id FOR UPDATE",
                row -> new Kept(row.getLong(1), row.getString(2)),
                (Object) ids.stream().mapToLong(Long::longValue).toArray());
        Map<String, Long> byEvent = new HashMap<>();
        Map<String, UserInteraction> events = new HashMap<>();
        long refused = 0;
        for (Kept one : kept) {
            try {
                UserInteraction event = EventCodec.decode(UserInteraction.class, corrected(one, corrections));
                byEvent.put(event.eventId(), one.id());
                events.put(event.eventId(), event);
            } catch (UndecodableEventException e) {
                refused++;
                refuse(one.id(), "", "the event cannot be read: " + e.getMessage());
            }
        }
        Map<String, InteractionService.Objection> objections = interactions.storeAgain(List.copyOf(events.values()));
        objections.forEach((event, objection) -> refuse(byEvent.get(event), objection.field(), objection.reason()));
        Set<String> accepted = new java.util.HashSet<>(byEvent.keySet());
        accepted.removeAll(objections.keySet());
        history.accepted(accepted.stream().mapToLong(byEvent::get).toArray(), null);
        return new Outcome(accepted.size(), refused + objections.size());
    }

    private void refuse(long id, String field, String reason) {
        database.update(
                "UPDATE catalog.quarantine SET field = ?, reason = ?, tries = tries + 1 WHERE quarantine_id = ?",
                field,
                reason,
                id);
    }

    private static byte[] corrected(Kept kept, Corrections corrections) {
        try {
            if (!(JSON.readTree(kept.raw()) instanceof ObjectNode event)) {
                return kept.raw().getBytes(StandardCharsets.UTF_8);
            }
            corrections.of(kept.id()).forEach((field, value) -> event.set(field, JSON.valueToTree(value)));
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            // What is no JSON is refused by the codec, which says so.
            return kept.raw().getBytes(StandardCharsets.UTF_8);
        }
    }
}
