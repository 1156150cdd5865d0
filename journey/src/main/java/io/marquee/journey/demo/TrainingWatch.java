package io.marquee.journey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.journey.client.SuiteClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** How many rows the run brought online, by feature view. */
    String rowsOnline(String run) {
        JsonNode rows = suite.taskOutput(DAG, run, "materialize_features").path("rows");
        List<String> parts = new ArrayList<>();
        rows.properties()
                .forEach(view -> parts.add(String.format(
                        Locale.ROOT, "%s %,d", view.getKey(), view.getValue().asLong())));
        return String.join(", ", parts);
    }

    /** How good the version is that the run trained, and what the promotion gate decided about it. */
    Judgement judgement(String run, String model) {
        String name = model.replace('-', '_');
        JsonNode trained = suite.taskOutput(DAG, run, "train_" + name);
        JsonNode decided = suite.taskOutput(DAG, run, "promote_" + name);
        return new Judgement(
                model,
                trained.path("model_version").asInt(),
                trained.path("test_rows").asLong(),
                trained.path("rmse").asDouble(),
                trained.path("baseline_rmse").asDouble(),
                decided.path("decision").asText(),
                decided.path("reason").asText());
    }

    /**
     * A trained version.
     *
     * @param rmse on the held-out ratings, as is {@code baselineRmse}
     * @param decision {@code promote} or {@code hold}
     * @param reason what the gate says, which may be about other ratings than {@code testRows}: the newest
     */
    record Judgement(
            String model,
            int version,
            long testRows,
            double rmse,
            double baselineRmse,
            String decision,
            String reason) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s v%d: RMSE %.4f on %,d held-out ratings, baseline %.4f → %s: %s",
                    model,
                    version,
                    rmse,
                    testRows,
                    baselineRmse,
                    decision,
                    reason);
        }
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
