package io.marquee.journey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.journey.client.SuiteClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows a run of the training pipeline and reads what came out of it. */
final class TrainingWatch {

    static final String DAG = "movie_training_pipeline";
    static final String PERSONAL = "personal-rating";
    static final String MOVIE = "movie-rating";

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final SuiteClient suite;
    private final Terminal terminal;

    TrainingWatch(SuiteClient suite, Terminal terminal) {
        this.suite = suite;
        this.terminal = terminal;
    }

    /**
     * Waits until the run has ended.
     *
     * @throws IllegalStateException when it ended in anything but success, with the reason of the task that failed
     */
    void follow(String step, String run) throws InterruptedException {
        String state = Patience.until("run " + run + " of " + DAG, LIMIT, () -> {
            terminal.progress(step, states(run));
            String now = suite.dagRun(DAG, run).path("state").asText();
            return now.equals("success") || now.equals("failed") ? Optional.of(now) : Optional.empty();
        });
        if (!state.equals("success")) {
            throw new IllegalStateException("run " + run + " of " + DAG + " ended as " + state + " (" + states(run)
                    + "); see ./marquee logs workhorse");
        }
    }

    /** What the promotion gate decided, by model. */
    Map<String, JsonNode> decisions(String run) {
        Map<String, JsonNode> decisions = new LinkedHashMap<>();
        decisions.put(PERSONAL, suite.taskOutput(DAG, run, "promote_personal_rating"));
        decisions.put(MOVIE, suite.taskOutput(DAG, run, "promote_movie_rating"));
        return decisions;
    }

    /** Rows brought online, by feature view. */
    JsonNode features(String run) {
        return suite.taskOutput(DAG, run, "materialize_features").path("rows");
    }

    /** The test metrics of a model's version. */
    Map<String, Double> metrics(String model, String task, String run) {
        String runId = suite.taskOutput(DAG, run, task).path("run_id").asText();
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (JsonNode metric : suite.run(runId).path("data").path("metrics")) {
            metrics.put(metric.path("key").asText(), metric.path("value").asDouble());
        }
        return metrics;
    }

    private String states(String run) {
        List<String> states = new ArrayList<>();
        for (JsonNode task : suite.taskInstances(DAG, run)) {
            String state = task.path("state").asText("waiting");
            states.add(task.path("task_id").asText() + " " + (state.equals("null") ? "waiting" : state));
        }
        return String.join(" · ", states);
    }
}
