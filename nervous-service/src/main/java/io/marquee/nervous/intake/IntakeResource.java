package io.marquee.nervous.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.marquee.contract.event.Topic;
import io.marquee.nervous.platform.Database;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What has been taken in. */
@Path("/api/v1/intake")
@Tag(name = "intake")
@RunOnVirtualThread
public class IntakeResource {

    /**
     * Stored events.
     *
     * @param events distinct events by topic; a topic that brought none has 0
     * @param personalPredictions single predictions for a user and a movie among the prediction events
     * @param ratings ratings among the interactions
     */
    public record Counts(
            @JsonProperty("events") Map<String, Long> events,
            @JsonProperty("personal_predictions") long personalPredictions,
            @JsonProperty("ratings") long ratings) {}

    private final Database database;

    IntakeResource(Database database) {
        this.database = database;
    }

    @GET
    @Path("/counts")
    @Operation(summary = "Distinct stored events by topic: what arrived twice counts once")
    public Counts counts() {
        Map<String, Long> events = new LinkedHashMap<>();
        for (Topic topic : Topic.values()) {
            if (topic != Topic.PIPELINE_TASKS) {
                events.put(topic.topicName(), 0L);
            }
        }
        events.put(
                Topic.MODEL_PREDICTIONS.topicName(),
                database.count("SELECT count(*) FROM monitoring.prediction_event"));
        events.put(Topic.USER_INTERACTIONS.topicName(), database.count("SELECT count(*) FROM monitoring.interaction"));
        database.query(
                        "SELECT topic, count(*) AS events FROM monitoring.event_journal GROUP BY topic",
                        row -> Map.entry(row.getString("topic"), row.getLong("events")))
                .forEach(entry -> events.put(entry.getKey(), entry.getValue()));
        return new Counts(
                events,
                database.count("SELECT count(*) FROM monitoring.prediction_row"),
                database.count("SELECT count(*) FROM monitoring.interaction WHERE rating IS NOT NULL"));
    }
}
