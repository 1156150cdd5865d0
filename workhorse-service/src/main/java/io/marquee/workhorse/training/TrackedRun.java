package io.marquee.workhorse.training;

import io.marquee.contract.event.TrainingEvent;
import io.marquee.contract.id.EventId;
import io.marquee.platform.outbox.EventOutbox;
import io.marquee.workhorse.snapshot.DataSnapshot;
import io.marquee.workhorse.training.mlflow.TrackingClient;
import io.marquee.workhorse.training.mlflow.TrackingClient.Metric;
import io.marquee.workhorse.training.mlflow.TrackingClient.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tracking run while it is going on: what is logged to the tracking server, and the events that tell others. */
final class TrackedRun {

    private static final int MAX_ERROR_LENGTH = 500;

    private final TrackingClient tracking;
    private final EventOutbox events;
    private final Clock clock;
    private final String modelName;
    private final Run run;
    private final Instant start;
    private final List<Metric> iterations = new ArrayList<>();
    private Map<String, Object> parameters = Map.of();
    private Map<String, Object> dataset = Map.of();

    TrackedRun(TrackingClient tracking, EventOutbox events, Clock clock, String modelName, Run run, Instant start) {
        this.tracking = tracking;
        this.events = events;
        this.clock = clock;
        this.modelName = modelName;
        this.run = run;
        this.start = start;
    }

    Run run() {
        return run;
    }

    double seconds() {
        return Duration.between(start, clock.instant()).toMillis() / 1000.0;
    }

    /** Says what is going to be done, before it is. */
    void announce(Map<String, Object> hyperparameters, Map<String, Object> trainedOn) {
        parameters = hyperparameters;
        dataset = trainedOn;
        Map<String, String> params = new LinkedHashMap<>();
        hyperparameters.forEach((name, value) -> params.put(name, value.toString()));
        trainedOn.forEach((name, value) -> params.put("dataset." + name, value.toString()));
        tracking.logParams(run.runId(), params);
        events.append(event(TrainingEvent.Status.STARTED, Map.of(), null));
    }

    /** Says which version of the data is going to be learned from. */
    void reads(DataSnapshot snapshot) {
        tracking.setTags(
                run.runId(), Map.of(DataSnapshot.TAG_KEY, snapshot.tag(), DataSnapshot.DIGEST_KEY, snapshot.digest()));
        tracking.logInput(
                run.runId(),
                "catalogue",
                // MLflow takes no longer ones.
                snapshot.digest().substring(0, 32),
                "marquee_snapshot",
                "{\"snapshot\":\"" + snapshot.tag() + "\",\"digest\":\"" + snapshot.digest() + "\"}");
    }

    /** Keeps an iteration's training loss; all are sent together, a request each would take longer than the training. */
    void iteration(int iteration, double trainRmse) {
        iterations.add(new Metric("train_rmse", trainRmse, clock.instant(), iteration));
    }

    /** Stores the files of a folder as artefacts under {@code path}. */
    void upload(Path folder, List<String> files, String path) throws IOException {
        for (String file : files) {
            tracking.uploadArtifact(run, path + "/" + file, folder.resolve(file));
        }
    }

    void log(Map<String, Double> metrics) {
        List<Metric> all = new ArrayList<>(iterations);
        metrics.forEach((key, value) -> all.add(new Metric(key, value, clock.instant(), 0)));
        tracking.logMetrics(run.runId(), all);
    }

    void complete(Map<String, Double> metrics) {
        tracking.endRun(run.runId(), TrackingClient.Ending.FINISHED, clock.instant());
        events.append(event(TrainingEvent.Status.COMPLETED, metrics, null));
    }

    /**
     * Ends the run without a result. What goes wrong here is added to {@code cause}, which is the news.
     *
     * @param ending {@code FAILED} or {@code KILLED}
     */
    void abandon(TrackingClient.Ending ending, Exception cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String shown = message.substring(0, Math.min(message.length(), MAX_ERROR_LENGTH));
        try {
            tracking.setTags(run.runId(), Map.of("marquee.error", shown));
            tracking.endRun(run.runId(), ending, clock.instant());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
        try {
            events.append(event(TrainingEvent.Status.FAILED, Map.of(), shown));
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private TrainingEvent event(
            TrainingEvent.Status status, Map<String, Double> metrics, @Nullable String errorMessage) {
        Instant now = clock.instant();
        Metric last = iterations.isEmpty() ? null : iterations.getLast();
        return new TrainingEvent(
                EventId.next(now),
                now,
                "workhorse",
                run.experimentId(),
                run.runId(),
                modelName,
                status,
                last == null ? null : (int) last.step(),
                last == null ? null : last.value(),
                metrics,
                parameters,
                dataset,
                status == TrainingEvent.Status.STARTED ? null : seconds(),
                errorMessage);
    }
}
