package io.marquee.workhorse.tracking.experiment;

import io.marquee.workhorse.tracking.experiment.ExperimentMessages.ExperimentMessage;
import io.marquee.workhorse.tracking.store.Lifecycle;
import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.Tags;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Makes, changes, bins and restores experiments. */
@ApplicationScoped
public class ExperimentService {

    private final ExperimentRepository experiments;
    private final Sql sql;
    private final Tags tags;
    private final Clock clock;

    ExperimentService(ExperimentRepository experiments, Sql sql, Clock clock) {
        this.experiments = experiments;
        this.sql = sql;
        this.tags = new Tags(sql, "tracking.experiment_tag");
        this.clock = clock;
    }

    /**
     * Makes an experiment.
     *
     * @param artifactLocation must be null or empty: files always go to our own store, where nobody can point us elsewhere
     * @return its id
     */
    @Transactional
    public String create(String name, @Nullable String artifactLocation, List<KeyValue> newTags) {
        Names.name("experiment name", name);
        Names.tags(newTags);
        if (artifactLocation != null && !artifactLocation.isEmpty()) {
            throw MlflowException.invalid(
                    "Invalid artifact_location '" + Names.limited("artifact_location", artifactLocation, Names.MAX_NAME)
                            + "': this server keeps all artifacts in its own store. Leave it away.");
        }
        experiments.named(name).ifPresent(other -> {
            throw alreadyExists(other.name, other.lifecycle);
        });
        Experiment experiment = new Experiment();
        experiment.name = name;
        experiment.artifactLocation = "";
        experiment.lifecycle = Lifecycle.ACTIVE.wireName();
        experiment.creationTime = clock.millis();
        experiment.lastUpdateTime = experiment.creationTime;
        flush(() -> experiments.persistAndFlush(experiment), name);
        experiment.artifactLocation = "mlflow-artifacts:/" + experiment.id;
        experiments.flush();
        tags.set(experiment.id, newTags);
        return experiment.id.toString();
    }

    /** An experiment, deleted or not. */
    @Transactional
    public ExperimentMessage get(String id) {
        return message(find(id));
    }

    /** An experiment by its name, deleted or not. */
    @Transactional
    public ExperimentMessage getByName(String name) {
        return message(experiments
                .named(name)
                .orElseThrow(() -> MlflowException.missing("Could not find experiment with name '" + name + "'")));
    }

    /** Gives it another name. */
    @Transactional
    public void rename(String id, String name) {
        Experiment experiment = active(id);
        Names.name("experiment name", name);
        if (Objects.equals(experiment.name, name)) {
            return;
        }
        experiments.named(name).ifPresent(other -> {
            throw alreadyExists(other.name, other.lifecycle);
        });
        experiment.name = name;
        experiment.lastUpdateTime = clock.millis();
        flush(experiments::flush, name);
    }

    /** Puts it and its runs into the bin. */
    @Transactional
    public void delete(String id) {
        Experiment experiment = active(id);
        move(experiment, Lifecycle.DELETED, clock.millis());
    }

    /** Takes it and its runs out of the bin. */
    @Transactional
    public void restore(String id) {
        Experiment experiment = find(id);
        if (!experiment.lifecycle.equals(Lifecycle.DELETED.wireName())) {
            throw MlflowException.missing("No Experiment with id=" + id + " exists in deleted state");
        }
        move(experiment, Lifecycle.ACTIVE, null);
    }

    /** Sets a tag. */
    @Transactional
    public void setTag(String id, KeyValue tag) {
        Experiment experiment = active(id);
        tags.set(experiment.id, Names.tags(List.of(tag)));
    }

    /** Removes a tag. */
    @Transactional
    public void deleteTag(String id, String key) {
        Experiment experiment = active(id);
        if (!tags.delete(experiment.id, key)) {
            throw MlflowException.missing("No tag with name: " + key + " in experiment with id " + id);
        }
    }

    private void move(Experiment experiment, Lifecycle lifecycle, @Nullable Long deletedTime) {
        experiment.lifecycle = lifecycle.wireName();
        experiment.lastUpdateTime = clock.millis();
        experiments.flush();
        sql.update(
                "UPDATE tracking.run SET lifecycle = ?, deleted_time = ?::bigint"
                        + " WHERE experiment_id = ? AND lifecycle <> ?",
                lifecycle.wireName(),
                deletedTime,
                experiment.id,
                lifecycle.wireName());
    }

    private Experiment active(String id) {
        Experiment experiment = find(id);
        if (!experiment.lifecycle.equals(Lifecycle.ACTIVE.wireName())) {
            throw MlflowException.invalid("The experiment " + id + " must be in the 'active' state. Current state is "
                    + experiment.lifecycle + ".");
        }
        return experiment;
    }

    private Experiment find(String id) {
        return experiments
                .findByIdOptional(number(id))
                .orElseThrow(() -> MlflowException.missing("No Experiment with id=" + id + " exists"));
    }

    /** Experiment ids look like numbers; anything else is an id that no experiment has. */
    static long number(String id) {
        if (!id.matches("\\d{1,18}")) {
            throw MlflowException.missing("No Experiment with id=" + Names.oneLine("experiment_id", id) + " exists");
        }
        return Long.parseLong(id);
    }

    private ExperimentMessage message(Experiment experiment) {
        return ExperimentMessage.of(experiment, tags.of(experiment.id));
    }

    /** Two clients may pick the same name at the same moment; the second one is told so. */
    private static void flush(Runnable flush, String name) {
        try {
            flush.run();
        } catch (ConstraintViolationException e) {
            throw alreadyExists(name, Lifecycle.ACTIVE.wireName());
        }
    }

    private static MlflowException alreadyExists(String name, String lifecycle) {
        return MlflowException.exists("Experiment '" + name + "' already exists"
                + (lifecycle.equals(Lifecycle.ACTIVE.wireName())
                        ? "."
                        : " in deleted state. You can restore the experiment, or permanently delete the experiment to"
                                + " create a new one."));
    }
}
