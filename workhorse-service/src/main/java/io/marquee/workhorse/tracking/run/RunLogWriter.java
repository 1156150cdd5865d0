package io.marquee.workhorse.tracking.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.workhorse.tracking.run.RunMessages.DatasetInput;
import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.Tags;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes what a run logs, one transaction a call. The run's row is locked meanwhile: writers of one run take turns, writers
 * of different runs do not meet.
 */
@ApplicationScoped
class RunLogWriter {

    private final MetricStore metrics;
    private final DatasetStore datasets;
    private final Sql sql;
    private final Tags tags;
    private final Tags parameters;

    RunLogWriter(MetricStore metrics, DatasetStore datasets, Sql sql) {
        this.metrics = metrics;
        this.datasets = datasets;
        this.sql = sql;
        this.tags = new Tags(sql, "tracking.run_tag");
        this.parameters = new Tags(sql, "tracking.run_param");
    }

    @Transactional
    void write(String runId, RunLog.Batch batch) {
        Run run = lock(runId);
        writeParameters(run, batch.parameters());
        if (!batch.metrics().isEmpty()) {
            metrics.write(runId, batch.metrics());
        }
        tags.set(run.no, batch.tags());
        batch.tags().stream()
                .filter(tag -> tag.key().equals(RunService.NAME_TAG))
                .reduce((first, second) -> second)
                .ifPresent(tag -> sql.update(
                        "UPDATE tracking.run SET name = ? WHERE no = ?", Names.name("run_name", tag.value()), run.no));
    }

    @Transactional
    void writeInputs(String runId, List<DatasetInput> inputs) {
        Run run = lock(runId);
        inputs.forEach(input -> datasets.add(run, input));
    }

    @Transactional
    void writeModel(String runId, JsonNode model) {
        Run run = lock(runId);
        String history = tags.of(run.no).stream()
                .filter(tag -> tag.key().equals(LoggedModel.HISTORY_TAG))
                .map(KeyValue::value)
                .findFirst()
                .orElse(null);
        tags.set(run.no, List.of(new KeyValue(LoggedModel.HISTORY_TAG, LoggedModel.append(history, model))));
    }

    /** Plain SQL, not an entity: this is the hottest path there is. */
    private Run lock(String runId) {
        Run run = sql.first(
                        Run::read,
                        "SELECT " + Run.COLUMNS + " FROM tracking.run r WHERE r.run_id = ? FOR NO KEY UPDATE",
                        runId)
                .orElseThrow(() -> RunRepository.noSuchRun(runId));
        RunRepository.requireActive(run);
        return run;
    }

    /** A parameter is written once; the same value again is fine, another one is refused. */
    private void writeParameters(Run run, List<KeyValue> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Map<String, String> wanted = batch.stream().collect(Collectors.toMap(KeyValue::key, KeyValue::value));
        List<KeyValue> before = sql.list(
                row -> new KeyValue(row.getString(1), row.getString(2)),
                "SELECT key, value FROM tracking.run_param WHERE owner = ? AND key = ANY(?)",
                run.no,
                wanted.keySet().toArray(String[]::new));
        for (KeyValue old : before) {
            String value = wanted.get(old.key());
            if (!old.value().equals(value)) {
                throw MlflowException.invalid("Changing param values is not allowed. Param with key='" + old.key()
                        + "' was already logged with value='" + old.value() + "' for run ID='" + run.runId
                        + "'. Attempted logging new value '" + value + "'.");
            }
        }
        Map<String, KeyValue> known = before.stream().collect(Collectors.toMap(KeyValue::key, Function.identity()));
        parameters.set(
                run.no,
                batch.stream()
                        .filter(parameter -> !known.containsKey(parameter.key()))
                        .toList());
    }
}
