package io.marquee.controltower.orchestration.airflow;

import io.marquee.controltower.orchestration.airflow.AirflowException.Fault;
import io.marquee.controltower.orchestration.execution.RunFilter;
import io.marquee.controltower.orchestration.run.RunState;
import io.marquee.controltower.orchestration.run.RunType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The query parameters of Airflow's run lists. */
final class RunListing {

    private static final List<RunFilter.Field> DATES = List.of(
            RunFilter.Field.LOGICAL_DATE,
            RunFilter.Field.RUN_AFTER,
            RunFilter.Field.START_DATE,
            RunFilter.Field.END_DATE);

    private RunListing() {}

    static RunFilter read(@Nullable String dagId, Query query) {
        List<RunFilter.Range> ranges = new ArrayList<>();
        for (RunFilter.Field date : DATES) {
            String name = date.name().toLowerCase(Locale.ROOT);
            ranges.add(new RunFilter.Range(date, query.instant(name + "_gte"), query.instant(name + "_lte")));
        }
        return new RunFilter(
                dagId,
                oneOf(query, "state", RunState::ofWire, "'queued', 'running', 'success' or 'failed'"),
                oneOf(query, "run_type", RunType::ofWire, "'manual' or 'scheduled'"),
                ranges,
                query.orderBy().stream().map(RunListing::order).toList(),
                query.limit(),
                query.offset());
    }

    private static RunFilter.Order order(String term) {
        boolean descending = term.startsWith("-");
        String name = descending ? term.substring(1) : term;
        RunFilter.Field field = RunFilter.Field.named(name)
                .orElseThrow(() -> AirflowException.badRequest(
                        "Ordering with '" + name + "' is disallowed or the attribute does not exist on the model"));
        return new RunFilter.Order(field, descending);
    }

    private static <T> List<T> oneOf(Query query, String parameter, Function<String, T> reader, String allowed) {
        List<T> values = new ArrayList<>();
        for (String text : query.texts(parameter)) {
            try {
                values.add(reader.apply(text));
            } catch (IllegalArgumentException e) {
                throw AirflowException.invalid(Fault.inQuery("enum", parameter, "Input should be " + allowed, text));
            }
        }
        return values;
    }
}
