package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.run.RunMessages.RunMessage;
import io.marquee.workhorse.tracking.search.Comparison;
import io.marquee.workhorse.tracking.search.Ordering;
import io.marquee.workhorse.tracking.search.Page;
import io.marquee.workhorse.tracking.search.SearchParser;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.SqlText;
import io.marquee.workhorse.tracking.store.ViewType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds runs by what they logged. */
@ApplicationScoped
public class RunSearch {

    private final Sql sql;
    private final MetricKeys keys;
    private final MetricIndex metricIndex;
    private final RunReader reader;

    RunSearch(Sql sql, MetricKeys keys, MetricIndex metricIndex, RunReader reader) {
        this.sql = sql;
        this.keys = keys;
        this.metricIndex = metricIndex;
        this.reader = reader;
    }

    /** What a client looks for. */
    record Query(
            List<String> experimentIds,
            @Nullable String filter,
            ViewType view,
            List<String> orderBy,
            int size,
            @Nullable String token) {}

    /** One page of the runs of those experiments that the filter selects; ties go to the run that began last. */
    public Page<RunMessage> find(Query query) {
        return find(query, OwnerSets.USUAL);
    }

    Page<RunMessage> find(Query query, OwnerSets sets) {
        List<Long> experiments = experimentNumbers(query.experimentIds());
        RunSearchSql search = new RunSearchSql(keys::lookUp, experiments);
        List<Comparison> comparisons = SearchParser.filter(query.filter(), RunSearchSql.GRAMMAR);
        List<Ordering> orderings = SearchParser.orderBy(query.orderBy(), RunSearchSql.GRAMMAR);
        SqlText condition = search.inExperiments("r")
                .add(" AND r.lifecycle = ANY(?)", (Object) query.view().names());
        if (RunSearchSql.looksAtMetrics(comparisons, orderings)) {
            metricIndex.catchUp(experiments);
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            planForTheseValues();
            Optional<Comparison> inSet = sets.choose(sql, comparisons);
            comparisons.stream()
                    .filter(comparison -> inSet.isEmpty() || comparison != inSet.get())
                    .forEach(comparison -> condition.add(" AND ").add(search.condition(comparison)));
            Page<Run> page =
                    Page.of(sql, Run::read, search.parts(orderings, condition, inSet), query.token(), query.size());
            return new Page<>(reader.read(page.items()), page.nextToken());
        });
    }

    /**
     * How rare a value is decides where a search should begin, so each is planned for its own values. Compiling plans to
     * machine code or calling workers takes longer than any of these searches, and workers would not stop early. What
     * searches touch is in memory, mostly, where a page costs the same wherever it is.
     */
    private void planForTheseValues() {
        sql.list(
                row -> row.getString(1),
                "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),"
                        + " set_config('max_parallel_workers_per_gather', '0', true),"
                        + " set_config('random_page_cost', '1.1', true)");
    }

    /** Ids that are no numbers belong to no experiment. */
    private static List<Long> experimentNumbers(List<String> ids) {
        return ids.stream()
                .filter(id -> id.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .toList();
    }
}
