package io.marquee.journey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.journey.client.SuiteClient;
import io.marquee.journey.sample.SampleData;
import io.marquee.journey.scenario.NewReleases;
import io.marquee.journey.scenario.Ratings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The main job, step by step: data, features, models, predictions, drifted traffic, retraining, the new version served. Every
 * step goes through the suite's public HTTP surface and waits for what it claims.
 */
public final class DemoRun {

    private static final long SEED = 20_261_121;
    private static final int STEADY_ROWS = 600;
    private static final int REGULARS = 20;
    private static final int NEW_USERS = 60;
    private static final int SLATE = 60;
    private static final int PER_VISIT = 30;
    private static final int PREDICTIONS = 3;
    private static final int RECOMMENDATIONS = 5;
    private static final Duration SOON = Duration.ofSeconds(60);

    /**
     * What the suite is told for the demo: most of the new audience is to have rated before a retraining pays. The default
     * would start it in the middle of their ratings.
     */
    public static final Map<String, String> SETTINGS = Map.of("MARQUEE_RETRAINING_MIN_NEW_RATINGS", "1500");

    /** What a step did, for its line and for the closing table. */
    record Outcome(String what, long count, String line) {}

    /** A step that can fail. */
    @FunctionalInterface
    interface Step {
        Outcome run() throws IOException, InterruptedException;
    }

    private final SuiteClient suite;
    private final Terminal terminal;
    private final Path workFolder;
    private final DemoReport report = new DemoReport();
    private final TrainingWatch training;
    private final DriftReplay traffic;
    private final DataLoad loads;

    public DemoRun(SuiteClient suite, Terminal terminal, Path workFolder) {
        this.suite = suite;
        this.terminal = terminal;
        this.workFolder = workFolder;
        this.training = new TrainingWatch(suite, terminal);
        this.traffic = new DriftReplay(suite);
        this.loads = new DataLoad(suite, terminal);
    }

    /** Runs the job on the folder, or on the sample, and returns the table of what was done. */
    public DemoReport run(Optional<Path> data) throws IOException, InterruptedException {
        Path folder = data.isPresent() ? data.get() : writeSample();
        String source = data.isPresent() ? "movielens" : "standard";
        step("ingest", () -> loads.ingest(source, folder));
        step("train", () -> train("manual"));
        step("serve", this::awaitChampion);
        Ratings ratings = Ratings.read(folder);
        step("predict", () -> showUser(ratings, ratings.typicalUser()));
        step("steady", () -> steadyTraffic(ratings));
        NewReleases scenario = newReleases(ratings);
        step("new films", () -> addReleases(scenario));
        step("drift", () -> drift(scenario));
        step("retrain", this::retrain);
        step("serve", () -> showNewVersion(scenario));
        return report;
    }

    private void step(String name, Step step) throws IOException, InterruptedException {
        long start = System.nanoTime();
        terminal.progress(name, "");
        Outcome outcome = step.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        terminal.done(name, outcome.line(), seconds);
        report.add(name, outcome.what(), outcome.count(), seconds);
    }

    private Path writeSample() throws IOException {
        Path folder = workFolder.resolve("sample");
        SampleData.write(folder);
        return folder;
    }

    private Outcome train(String reason) throws InterruptedException {
        String run = suite.triggerDag(TrainingWatch.DAG, Map.of("reason", reason));
        training.follow("train", run);
        return judged(run);
    }

    /** Says how good the run's models are and what the promotion gate made of them. */
    private Outcome judged(String run) {
        TrainingWatch.Judgement personal = training.judgement(run, TrainingWatch.PERSONAL);
        terminal.detail("rows brought online: " + training.rowsOnline(run));
        terminal.detail(personal.toString());
        terminal.detail(training.judgement(run, TrainingWatch.MOVIE).toString());
        return new Outcome(
                "held-out ratings",
                personal.testRows(),
                text("run %s: %s v%d → %s", run, personal.model(), personal.version(), personal.decision()));
    }

    private Outcome awaitChampion() throws InterruptedException {
        int version = suite.champion(TrainingWatch.PERSONAL).path("version").asInt();
        awaitServed(version);
        return new Outcome(
                "version served", version, text("controltower answers with %s v%d", TrainingWatch.PERSONAL, version));
    }

    private void awaitServed(int version) throws InterruptedException {
        Patience.until(
                TrainingWatch.PERSONAL + " v" + version + " to be served",
                SOON,
                () -> servedVersion() == version ? Optional.of(version) : Optional.empty());
    }

    private int servedVersion() {
        return StreamSupport.stream(suite.servedModels().path("models").spliterator(), false)
                .filter(model -> model.path("name").asText().equals(TrainingWatch.PERSONAL))
                .mapToInt(model -> model.path("version").asInt())
                .findFirst()
                .orElse(0);
    }

    private Outcome showUser(Ratings ratings, long user) {
        List<Long> rated = ratings.byUser().get(user);
        JsonNode predicted = suite.predict(user, rated.subList(Math.max(0, rated.size() - PREDICTIONS), rated.size()));
        terminal.detail(text("user %d rated these last, and is expected to give", user));
        for (JsonNode movie : predicted.path("predictions")) {
            terminal.detail(text(
                    "     %-48s %.2f",
                    movie.path("title").asText(), movie.path("rating").asDouble()));
        }
        JsonNode answer = suite.recommend(user, RECOMMENDATIONS);
        JsonNode recommended = answer.path("recommendations");
        terminal.detail(text(
                "and should see, by %s (in brackets what people in general would give)",
                answer.path("algorithm").asText()));
        for (JsonNode movie : recommended) {
            terminal.detail(text(
                    "  %d. %-48s %.2f (%.2f)",
                    movie.path("rank").asInt(),
                    movie.path("title").asText(),
                    movie.path("score").asDouble(),
                    suite.movieRating(movie.path("movie_id").asLong())
                            .path("rating")
                            .asDouble()));
        }
        return new Outcome(
                "answers for a user",
                predicted.path("predictions").size() + recommended.size(),
                text("user %d has %d personal recommendations", user, recommended.size()));
    }

    private Outcome steadyTraffic(Ratings ratings) throws InterruptedException {
        int rows = traffic.steady(
                ratings, STEADY_ROWS, SEED, done -> terminal.progress("steady", done + " requests answered"));
        JsonNode drift = Patience.until("nervous to see the steady traffic", SOON, () -> modelDrift(servedVersion())
                .filter(model -> model.path("window_rows").asInt() >= rows));
        return new Outcome("predictions", rows, text("%d predictions as usual: %s", rows, verdict(drift)));
    }

    private Outcome addReleases(NewReleases scenario) throws IOException, InterruptedException {
        Path folder = workFolder.resolve("new-releases");
        scenario.writeMovies(folder);
        loads.load("new films", "standard", folder);
        suite.refreshFeatures();
        terminal.detail(featureStore());
        return new Outcome(
                "movies",
                scenario.movies().size(),
                text("%d new releases in the catalogue", scenario.movies().size()));
    }

    /** How much the feature store holds, and whether serving has been given what training sees. */
    private String featureStore() {
        JsonNode views = suite.featureViews();
        JsonNode skew = suite.compareFeatures();
        return text(
                "feature store: %d views, %,d rows online; skew %,d of %,d served values",
                views.size(),
                StreamSupport.stream(views.spliterator(), false)
                        .mapToLong(
                                view -> view.path("online").path("rows_written").asLong())
                        .sum(),
                skew.path("skewed").asLong(),
                skew.path("compared").asLong());
    }

    private Outcome drift(NewReleases scenario) throws InterruptedException {
        int before = servedVersion();
        int visits = scenario.visits().size();
        traffic.lookAt(scenario, done -> terminal.progress("drift", done + " of " + visits + " visitors have looked"));
        traffic.rate(scenario, done -> terminal.progress("drift", done + " of " + visits + " visitors have rated"));
        JsonNode drift = Patience.until("nervous to see the drift", SOON, () -> modelDrift(before)
                .filter(model -> model.path("verdict").asText().equals("drifted")));
        return new Outcome(
                "ratings given",
                scenario.ratings(),
                text("%d visitors rated %,d times: %s", visits, scenario.ratings(), verdict(drift)));
    }

    private Outcome retrain() throws InterruptedException {
        JsonNode request = Patience.until("nervous to ask for a retraining", SOON, () -> {
            JsonNode retraining = suite.retraining();
            terminal.progress(
                    "retrain", retraining.path("policy").path("reason").asText(""));
            JsonNode history = retraining.path("history");
            return history.isEmpty() ? Optional.empty() : Optional.of(history.get(0));
        });
        terminal.detail("asked for because " + request.path("reason").asText());
        String run = request.path("dag_run_id").asText();
        training.follow("retrain", run);
        return judged(run);
    }

    private Outcome showNewVersion(NewReleases scenario) throws InterruptedException {
        int champion = suite.champion(TrainingWatch.PERSONAL).path("version").asInt();
        awaitServed(champion);
        NewReleases.Visit visit = scenario.visits().getLast();
        JsonNode answer = suite.predict(visit.user(), visit.movies());
        double error = 0;
        for (int i = 0; i < visit.movies().size(); i++) {
            double wrong = answer.path("predictions").get(i).path("rating").asDouble()
                    - visit.stars().get(i);
            error += wrong * wrong;
        }
        double rmse = Math.sqrt(error / visit.movies().size());
        int version = answer.path("model").path("version").asInt();
        return new Outcome(
                "version served",
                version,
                text(
                        "%s v%d answers; for new user %d it is now off by %.2f stars (RMSE)",
                        TrainingWatch.PERSONAL, version, visit.user(), rmse));
    }

    private NewReleases newReleases(Ratings ratings) {
        List<Long> regulars = new ArrayList<>(ratings.users());
        Collections.shuffle(regulars, new java.util.Random(SEED));
        return NewReleases.create(
                Collections.max(ratings.movies()) + 1,
                Collections.max(ratings.users()) + 1,
                regulars.subList(0, Math.min(REGULARS, regulars.size())),
                NEW_USERS,
                SLATE,
                PER_VISIT,
                Year.now(ZoneOffset.UTC).getValue(),
                SEED);
    }

    private Optional<JsonNode> modelDrift(int version) {
        return StreamSupport.stream(suite.drift().path("models").spliterator(), false)
                .filter(model -> model.path("model_name").asText().equals(TrainingWatch.PERSONAL)
                        && model.path("model_version").asInt() == version)
                .findFirst();
    }

    private static String verdict(JsonNode drift) {
        return text(
                "%s, worst is %s with PSI %.2f",
                drift.path("verdict").asText(),
                drift.path("worst_feature").asText(),
                drift.path("worst_psi").asDouble());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
