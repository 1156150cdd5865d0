package io.marquee.workhorse.feature.skew;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.event.UndecodableEventException;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Prediction events that are kept for a while to look at their features. An event that comes twice is kept once. */
@ApplicationScoped
public class SkewSamples {

    private final Database database;

    SkewSamples(Database database) {
        this.database = database;
    }

    /** Keeps an event. */
    void store(ModelPrediction event) {
        database.update(
                """
                INSERT INTO features.skew_sample (event_id, predicted_at, predictions, event)
                VALUES (?, ?, ?, ?::jsonb) ON CONFLICT (event_id) DO NOTHING
                """,
                event.eventId(),
                event.timestamp(),
                event.predictions().size(),
                new String(EventCodec.encode(event), StandardCharsets.UTF_8));
    }

    /** The newest events of that time before a position, newest first. */
    List<ModelPrediction> page(Instant from, Position before, int limit) {
        return database.query(
                """
                SELECT event FROM features.skew_sample
                WHERE predicted_at >= ? AND (predicted_at, event_id) < (?, ?)
                ORDER BY predicted_at DESC, event_id DESC LIMIT ?
                """, row -> decode(row.getString(1)), from, before.predictedAt(), before.eventId(), limit);
    }

    /** How many predictions are kept from then on. */
    long predictionsSince(Instant from) {
        return database.queryOne(
                        "SELECT coalesce(sum(predictions), 0) FROM features.skew_sample WHERE predicted_at >= ?",
                        row -> row.getLong(1),
                        from)
                .orElse(0L);
    }

    /** Forgets events from before that time; how many it were. */
    int forgetBefore(Instant time) {
        return database.update("DELETE FROM features.skew_sample WHERE predicted_at < ?", time);
    }

    /**
     * A place in the events by time, then id.
     *
     * @param eventId greater than every id for a place before all events of that time
     */
    record Position(Instant predictedAt, String eventId) {

        /** Before everything from that time on. */
        static Position at(Instant time) {
            return new Position(time, "");
        }

        static Position of(ModelPrediction event) {
            return new Position(event.timestamp(), event.eventId());
        }
    }

    private static ModelPrediction decode(String json) {
        try {
            return EventCodec.decode(ModelPrediction.class, json.getBytes(StandardCharsets.UTF_8));
        } catch (UndecodableEventException e) {
            throw new IllegalStateException("a kept prediction cannot be read any more: " + e.getMessage(), e);
        }
    }
}
