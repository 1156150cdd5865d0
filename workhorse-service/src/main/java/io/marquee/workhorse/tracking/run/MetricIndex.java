package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.store.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * The values of metrics that searches look at. Writers of points leave the index on them alone and mark their run: moving an
 * entry of the index with each point would double what a point costs. Whoever searches brings up to date what is marked, which
 * is what was logged since the last search, by runs that have not ended.
 */
@ApplicationScoped
class MetricIndex {

    /** So many runs are brought up to date in one transaction; their writers wait for it. */
    private static final int RUNS_AT_ONCE = 100;

    private final Sql sql;

    MetricIndex(Sql sql) {
        this.sql = sql;
    }

    /** Brings the marked runs of those experiments up to date, some at a time, in transactions of its own. */
    void catchUp(List<Long> experiments) {
        // Asked once: runs that go on logging are marked again at once, and a search is about what was before it.
        List<Long> behind = sql.list(
                row -> row.getLong(1),
                "SELECT no FROM tracking.run WHERE experiment_id = ANY(?) AND unindexed",
                (Object) numbers(experiments));
        for (int from = 0; from < behind.size(); from += RUNS_AT_ONCE) {
            List<Long> some = behind.subList(from, Math.min(from + RUNS_AT_ONCE, behind.size()));
            QuarkusTransaction.requiringNew().run(() -> update(lock(some)));
        }
    }

    /** In one order for all, so that two searches do not wait for each other. */
    private List<Long> lock(List<Long> runs) {
        return sql.list(
                row -> row.getLong(1),
                "SELECT no FROM tracking.run WHERE no = ANY(?) AND unindexed ORDER BY no FOR NO KEY UPDATE",
                (Object) numbers(runs));
    }

    /** Brings runs up to date whose rows this transaction has locked. */
    void update(List<Long> runs) {
        if (runs.isEmpty()) {
            return;
        }
        sql.update(
                "UPDATE tracking.latest_metric SET indexed_value = value WHERE run_no = ANY(?) AND indexed_value IS"
                        + " DISTINCT FROM value",
                (Object) numbers(runs));
        sql.update("UPDATE tracking.run SET unindexed = false WHERE no = ANY(?) AND unindexed", (Object) numbers(runs));
    }

    private static long[] numbers(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }
}
