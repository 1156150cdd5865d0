package io.marquee.workhorse.training;

import io.marquee.platform.outbox.EventOutbox;
import io.marquee.workhorse.training.mlflow.TrackingClient;
import io.marquee.workhorse.training.recipe.Recipe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts tracking runs, and ends those that a crash left open. */
@ApplicationScoped
class TrackedRuns {

    private static final String TASK_TAG = "marquee.task";
    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final TrackingClient tracking;
    private final EventOutbox events;
    private final Clock clock;
    private final TrainingConfig config;

    TrackedRuns(TrackingClient tracking, EventOutbox events, Clock clock, TrainingConfig config) {
        this.tracking = tracking;
        this.events = events;
        this.clock = clock;
        this.config = config;
    }

    /** Starts a run. Runs of the same task that are still open belong to a worker that died: they end as killed. */
    TrackedRun start(Recipe recipe, TrainingRequest request) {
        String experiment = tracking.experiment(recipe.name());
        Instant now = clock.instant();
        for (TrackingClient.Run interrupted : tracking.runningRuns(experiment, TASK_TAG, request.taskKey())) {
            tracking.setTags(interrupted.runId(), Map.of("marquee.error", "the worker stopped before it had finished"));
            tracking.endRun(interrupted.runId(), TrackingClient.Ending.KILLED, now);
        }
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("mlflow.source.name", request.recipe());
        tags.put("mlflow.source.type", "JOB");
        tags.put("mlflow.user", request.source());
        tags.put("marquee.recipe", recipe.name());
        tags.put("marquee.trainer", recipe.classPath());
        tags.put("marquee.code_version", config.codeVersion());
        tags.put(TASK_TAG, request.taskKey());
        TrackingClient.Run run = tracking.startRun(experiment, recipe.name() + "-" + RUN_TIME.format(now), now, tags);
        return new TrackedRun(tracking, events, clock, recipe.name(), run, now);
    }
}
