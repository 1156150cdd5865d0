package io.marquee.workhorse.tracking.registry;

import io.marquee.contract.event.RegistryEvent;
import io.marquee.contract.event.RegistryEvent.Action;
import io.marquee.contract.id.EventId;
import io.marquee.platform.outbox.EventOutbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells of each change of the registry: one event a change, in the transaction that makes it. */
@ApplicationScoped
class RegistryEvents {

    private static final String SOURCE = "workhorse";

    private final EventOutbox outbox;
    private final Event<RegistryEvent> observers;
    private final Clock clock;

    RegistryEvents(EventOutbox outbox, Event<RegistryEvent> observers, Clock clock) {
        this.outbox = outbox;
        this.observers = observers;
        this.clock = clock;
    }

    /** Something about the model as a whole. */
    void model(Action action, String model, Map<String, Object> details) {
        append(action, model, null, null, null, null, details);
    }

    /** Something about a version. */
    void version(Action action, String model, ModelVersionRow version, Map<String, Object> details) {
        append(action, model, version.version, null, null, version.runId, details);
    }

    /** A version moved to the stage that it has now. */
    void moved(String model, ModelVersionRow version, String from) {
        append(
                Action.STAGE_TRANSITIONED,
                model,
                version.version,
                null,
                version.stage,
                version.runId,
                Map.of("previous_stage", from));
    }

    /** An alias was set to a version or taken from it. */
    void alias(
            Action action,
            String model,
            int version,
            @Nullable String runId,
            String alias,
            Map<String, Object> details) {
        append(action, model, version, alias, null, runId, details);
    }

    private void append(
            Action action,
            String model,
            @Nullable Integer version,
            @Nullable String alias,
            @Nullable String stage,
            @Nullable String runId,
            Map<String, Object> details) {
        Instant now = clock.instant();
        RegistryEvent event =
                new RegistryEvent(EventId.next(now), now, SOURCE, action, model, version, alias, stage, runId, details);
        outbox.append(event);
        observers.fire(event);
    }
}
