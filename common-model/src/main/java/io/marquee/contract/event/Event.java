package io.marquee.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * A message on Kafka. The JSON of each record has the five common fields {@code event_id}, {@code event_type},
 * {@code timestamp}, {@code source} and {@code version} beside its own, all in snake case; absent values are left out.
 *
 * <p>Delivery is at least once: consumers tell duplicates by {@link #eventId()}.
 */
public sealed interface Event
        permits UserInteraction,
                ModelPrediction,
                SystemAlert,
                TrainingEvent,
                Recommendation,
                DataQuality,
                PipelineEvent,
                RegistryEvent,
                PipelineTask {

    /** The schema version of all events. */
    String SCHEMA_VERSION = "1.0";

    /** Unique id; the same in every delivery of the same event. */
    String eventId();

    /** When it happened, UTC. */
    Instant timestamp();

    /** The service that says so, for example {@code controltower}. */
    String source();

    /** The name of the kind of event, the same for all events of one record. */
    @JsonProperty(value = "event_type", access = JsonProperty.Access.READ_ONLY)
    String eventType();

    /** The partition key: events with the same key stay in order. */
    @JsonIgnore
    String key();

    /** Version of the event's schema. */
    @JsonProperty(value = "version", access = JsonProperty.Access.READ_ONLY)
    default String version() {
        return SCHEMA_VERSION;
    }

    /** The topic it travels on. */
    @JsonIgnore
    default Topic topic() {
        return Topic.of(getClass());
    }
}
