package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.run.RunMessages.Dataset;
import io.marquee.workhorse.tracking.run.RunMessages.DatasetInput;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.Tags;
import io.marquee.workhorse.tracking.wire.KeyValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which data runs have used. The same data set of an experiment is stored once. */
@ApplicationScoped
class DatasetStore {

    private record Row(long run, long input, Dataset dataset) {}

    private final Sql sql;
    private final Tags tags;

    DatasetStore(Sql sql) {
        this.sql = sql;
        this.tags = new Tags(sql, "tracking.run_input_tag");
    }

    /** Adds an input to a run, or tags to an input that it has already. */
    void add(Run run, DatasetInput input) {
        Dataset dataset = input.dataset();
        sql.update(
                "INSERT INTO tracking.dataset (experiment_id, name, digest, source_type, source, schema, profile)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (experiment_id, name, digest) DO NOTHING",
                run.experimentId,
                dataset.name(),
                dataset.digest(),
                dataset.sourceType(),
                dataset.source(),
                dataset.schema(),
                dataset.profile());
        sql.update(
                "INSERT INTO tracking.run_input (run_no, dataset_no) SELECT ?, no FROM tracking.dataset"
                        + " WHERE experiment_id = ? AND name = ? AND digest = ? ON CONFLICT (run_no, dataset_no) DO NOTHING",
                run.no,
                run.experimentId,
                dataset.name(),
                dataset.digest());
        long no = sql.first(
                        row -> row.getLong(1),
                        "SELECT i.no FROM tracking.run_input i JOIN tracking.dataset d ON d.no = i.dataset_no"
                                + " WHERE i.run_no = ? AND d.name = ? AND d.digest = ?",
                        run.no,
                        dataset.name(),
                        dataset.digest())
                .orElseThrow();
        tags.set(no, input.tags());
    }

    /** The inputs of several runs, in the order they were added. */
    Map<Long, List<DatasetInput>> inputs(Collection<Long> runs) {
        List<Row> rows = sql.list(
                row -> new Row(
                        row.getLong(1),
                        row.getLong(2),
                        new Dataset(
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8))),
                "SELECT i.run_no, i.no, d.name, d.digest, d.source_type, d.source, d.schema, d.profile"
                        + " FROM tracking.run_input i JOIN tracking.dataset d ON d.no = i.dataset_no"
                        + " WHERE i.run_no = ANY(?) ORDER BY i.no",
                runs.stream().mapToLong(Long::longValue).toArray());
        if (rows.isEmpty()) {
            return Map.of();
        }
        Map<Long, List<KeyValue>> tagsOf =
                tags.ofAll(rows.stream().map(Row::input).toList());
        Map<Long, List<DatasetInput>> inputs = new HashMap<>();
        rows.forEach(row -> inputs.computeIfAbsent(row.run(), run -> new ArrayList<>())
                .add(new DatasetInput(tagsOf.getOrDefault(row.input(), List.of()), row.dataset())));
        return inputs;
    }
}
