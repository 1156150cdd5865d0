package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.run.RunMessages.Data;
import io.marquee.workhorse.tracking.run.RunMessages.DatasetInput;
import io.marquee.workhorse.tracking.run.RunMessages.Info;
import io.marquee.workhorse.tracking.run.RunMessages.Inputs;
import io.marquee.workhorse.tracking.run.RunMessages.Metric;
import io.marquee.workhorse.tracking.run.RunMessages.RunMessage;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.Tags;
import io.marquee.workhorse.tracking.wire.KeyValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Puts runs together from their tables: a fixed number of queries, however many runs there are. */
@ApplicationScoped
class RunReader {

    private final Tags tags;
    private final Tags parameters;
    private final MetricStore metrics;
    private final DatasetStore datasets;

    RunReader(Sql sql, MetricStore metrics, DatasetStore datasets) {
        this.tags = new Tags(sql, "tracking.run_tag");
        this.parameters = new Tags(sql, "tracking.run_param");
        this.metrics = metrics;
        this.datasets = datasets;
    }

    RunMessage read(Run run) {
        return read(List.of(run)).getFirst();
    }

    List<RunMessage> read(List<Run> runs) {
        List<Long> numbers = runs.stream().map(run -> run.no).toList();
        Map<Long, List<KeyValue>> tagsOf = tags.ofAll(numbers);
        Map<Long, List<KeyValue>> parametersOf = parameters.ofAll(numbers);
        Map<Long, List<Metric>> metricsOf = metrics.latest(numbers);
        Map<Long, List<DatasetInput>> inputsOf = datasets.inputs(numbers);
        return runs.stream()
                .map(run -> new RunMessage(
                        Info.of(run),
                        new Data(
                                metricsOf.getOrDefault(run.no, List.of()),
                                parametersOf.getOrDefault(run.no, List.of()),
                                tagsOf.getOrDefault(run.no, List.of())),
                        new Inputs(inputsOf.getOrDefault(run.no, List.of()))))
                .toList();
    }
}
