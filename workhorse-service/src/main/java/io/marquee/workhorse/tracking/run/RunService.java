package io.marquee.workhorse.tracking.run;

import io.marquee.contract.id.RunId;
import io.marquee.workhorse.tracking.run.RunMessages.Info;
import io.marquee.workhorse.tracking.run.RunMessages.RunMessage;
import io.marquee.workhorse.tracking.store.Lifecycle;
import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.Tags;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Begins, ends, bins and restores runs, and tags them. */
@ApplicationScoped
public class RunService {

    /** The tag in which MLflow keeps a run's name a second time. */
    static final String NAME_TAG = "mlflow.runName";

    private final RunRepository runs;
    private final RunReader reader;
    private final Sql sql;
    private final Tags tags;
    private final MetricIndex metricIndex;
    private final Clock clock;

    RunService(RunRepository runs, RunReader reader, MetricIndex metricIndex, Sql sql, Clock clock) {
        this.runs = runs;
        this.reader = reader;
        this.metricIndex = metricIndex;
        this.sql = sql;
        this.tags = new Tags(sql, "tracking.run_tag");
        this.clock = clock;
    }

    /** What a client says about a run that begins. */
    record NewRun(
            String experimentId, String userId, @Nullable String name, OptionalLong startTime, List<KeyValue> tags) {}

    /** Begins a run. */
    @Transactional
    public RunMessage create(NewRun request) {
        Names.tags(request.tags());
        Names.oneLine("user_id", request.userId());
        long experiment = activeExperiment(request.experimentId());
        Run run = new Run();
        run.runId = RunId.random().value();
        run.experimentId = experiment;
        run.name = nameOf(request);
        run.userId = request.userId();
        run.status = RunStatus.RUNNING.name();
        run.startTime = request.startTime().orElse(clock.millis());
        run.artifactUri = "mlflow-artifacts:/" + experiment + "/" + run.runId + "/artifacts";
        run.lifecycle = Lifecycle.ACTIVE.wireName();
        runs.persistAndFlush(run);
        List<KeyValue> all = new ArrayList<>(request.tags());
        all.add(new KeyValue(NAME_TAG, run.name));
        tags.set(run.no, all);
        return reader.read(run);
    }

    private static String nameOf(NewRun request) {
        String named = request.name() == null || request.name().isEmpty() ? null : request.name();
        String tagged = request.tags().stream()
                .filter(tag -> tag.key().equals(NAME_TAG))
                .reduce((first, second) -> second)
                .map(KeyValue::value)
                .orElse(null);
        if (named != null && tagged != null && !named.equals(tagged)) {
            throw MlflowException.invalid("Both 'run_name' argument and 'mlflow.runName' tag are specified, but with"
                    + " different values (run_name='" + named + "', mlflow.runName='" + tagged + "').");
        }
        String name = named != null ? named : tagged;
        return name == null ? RunName.random(ThreadLocalRandom.current()) : Names.name("run_name", name);
    }

    /** The experiment's number; it stays active until this transaction ends. */
    private long activeExperiment(String id) {
        Optional<String> lifecycle = id.matches("\\d{1,18}")
                ? sql.first(
                        row -> row.getString(1),
                        "SELECT lifecycle FROM tracking.experiment WHERE id = ? FOR SHARE",
                        Long.parseLong(id))
                : Optional.empty();
        if (lifecycle.isEmpty()) {
            throw MlflowException.missing("No Experiment with id=" + Names.oneLine("experiment_id", id) + " exists");
        }
        if (!lifecycle.get().equals(Lifecycle.ACTIVE.wireName())) {
            throw MlflowException.invalid("The experiment " + id + " must be in the 'active' state. Current state is "
                    + lifecycle.get() + ".");
        }
        return Long.parseLong(id);
    }

    /** A run with everything that was logged. */
    @Transactional
    public RunMessage get(String runId) {
        return reader.read(runs.get(runId));
    }

    /** What a run has logged, if it is one of ours. */
    @Transactional
    public Optional<RunFacts> facts(String runId) {
        return runs.lookUp(runId).map(run -> RunFacts.of(reader.read(run)));
    }

    /** Changes what is not null. */
    @Transactional
    public Info update(String runId, @Nullable RunStatus status, OptionalLong endTime, @Nullable String name) {
        Run run = runs.getActiveLocked(runId);
        if (status != null) {
            run.status = status.name();
            if (status.ended()) {
                metricIndex.update(List.of(run.no));
            }
        }
        if (endTime.isPresent()) {
            run.endTime = endTime.getAsLong();
        }
        if (name != null && !name.isEmpty()) {
            run.name = Names.name("run_name", name);
            tags.set(run.no, List.of(new KeyValue(NAME_TAG, name)));
        }
        return Info.of(run);
    }

    /** Puts it into the bin. */
    @Transactional
    public void delete(String runId) {
        Run run = runs.getLocked(runId);
        run.lifecycle = Lifecycle.DELETED.wireName();
        run.deletedTime = clock.millis();
    }

    /** Takes it out of the bin. */
    @Transactional
    public void restore(String runId) {
        Run run = runs.getLocked(runId);
        run.lifecycle = Lifecycle.ACTIVE.wireName();
        run.deletedTime = null;
    }

    /** Removes a tag. */
    @Transactional
    public void deleteTag(String runId, String key) {
        Run run = runs.getActiveLocked(runId);
        if (!tags.delete(run.no, key)) {
            throw MlflowException.missing("No tag with name: " + key + " in run with id " + runId);
        }
    }
}
