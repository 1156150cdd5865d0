package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.run.RunMessages.Metric;
import io.marquee.workhorse.tracking.run.RunMessages.MetricOfRun;
import io.marquee.workhorse.tracking.search.Page;
import io.marquee.workhorse.tracking.search.Paging;
import io.marquee.workhorse.tracking.search.SortTerm;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Points of metrics: the whole history in the order of logging, and per run and metric the one that counts. */
@ApplicationScoped
class MetricStore {

    /** Of two points the one with the later step counts, then the later time, then the greater value. */
    private static final Comparator<Metric> COUNTS = Comparator.comparingLong(Metric::step)
            .thenComparingLong(Metric::timestamp)
            .thenComparingDouble(Metric::value);

    private static final Paging BY_POSITION = new Paging(List.of(SortTerm.number("m.position", false, "position")));

    private static final String WRITE = """
            WITH run AS (
              UPDATE tracking.run SET points = points + ?, unindexed = true
              WHERE run_id = ? AND lifecycle = 'active'
              RETURNING no, experiment_id, points - ? AS before
            ), counting AS (
              INSERT INTO tracking.latest_metric AS l
                (run_no, experiment_id, key_id, step, logged_at, value, indexed_value)
              SELECT run.no, run.experiment_id, p.key_id, p.step, p.logged_at, p.value, p.value
              FROM run, unnest(?, ?, ?, ?) p (key_id, step, logged_at, value)
              ON CONFLICT (run_no, key_id) DO UPDATE
              SET step = excluded.step, logged_at = excluded.logged_at, value = excluded.value
              WHERE (excluded.step, excluded.logged_at, excluded.value) >= (l.step, l.logged_at, l.value)
            )
            INSERT INTO tracking.metric (run_no, key_id, step, logged_at, value, position)
            SELECT run.no, p.key_id, p.step, p.logged_at, p.value, run.before + p.place
            FROM run, unnest(?, ?, ?, ?) WITH ORDINALITY p (key_id, step, logged_at, value, place)
            """;

    private final Sql sql;
    private final MetricKeys keys;

    MetricStore(Sql sql, MetricKeys keys) {
        this.sql = sql;
        this.keys = keys;
    }

    /** Prepares the writing of points, before the transaction begins. */
    void prepare(Collection<Metric> points) {
        keys.make(points.stream().map(Metric::key).toList());
    }

    /**
     * Writes points of a run, all or none of them: one statement, which locks the run's row, so that writers of a run take
     * turns. Whether a point counts is judged by the row as it is then, not as it was when somebody looked.
     *
     * @param points at least one
     * @return false when there is no such run or it is in the bin; nothing is written then
     */
    boolean write(String runId, List<Metric> points) {
        int[] keyIds = points.stream()
                .mapToInt(point -> keys.lookUp(point.key()).orElseThrow())
                .toArray();
        Map<Integer, Metric> counting = new LinkedHashMap<>();
        for (int i = 0; i < keyIds.length; i++) {
            counting.merge(keyIds[i], points.get(i), BinaryOperator.maxBy(COUNTS));
        }
        Collection<Metric> counts = counting.values();
        return sql.update(
                        WRITE,
                        points.size(),
                        runId,
                        points.size(),
                        counting.keySet().stream().mapToInt(Integer::intValue).toArray(),
                        steps(counts),
                        times(counts),
                        values(counts),
                        keyIds,
                        steps(points),
                        times(points),
                        values(points))
                > 0;
    }

    private static long[] steps(Collection<Metric> points) {
        return points.stream().mapToLong(Metric::step).toArray();
    }

    private static long[] times(Collection<Metric> points) {
        return points.stream().mapToLong(Metric::timestamp).toArray();
    }

    private static double[] values(Collection<Metric> points) {
        return points.stream().mapToDouble(Metric::value).toArray();
    }

    /** Per run its metrics by key, each with the point that counts. */
    Map<Long, List<Metric>> latest(Collection<Long> runs) {
        record Row(long run, int keyId, double value, long timestamp, long step) {}
        List<Row> rows = sql.list(
                row -> new Row(row.getLong(1), row.getInt(2), row.getDouble(3), row.getLong(4), row.getLong(5)),
                "SELECT run_no, key_id, value, logged_at, step FROM tracking.latest_metric WHERE run_no = ANY(?)",
                (Object) runs.stream().mapToLong(Long::longValue).toArray());
        Map<Integer, String> names = keys.names(rows.stream().map(Row::keyId).toList());
        Map<Long, List<Metric>> latest = new HashMap<>();
        for (Row row : rows) {
            latest.computeIfAbsent(row.run(), run -> new ArrayList<>())
                    .add(new Metric(names.get(row.keyId()), row.value(), row.timestamp(), row.step()));
        }
        latest.values().forEach(metrics -> metrics.sort(Comparator.comparing(Metric::key)));
        return latest;
    }

    /** Points of one metric in the order of logging. */
    Page<Metric> history(Run run, String key, int size, @Nullable String token) {
        SqlText select = new SqlText(
                "SELECT m.value, m.logged_at, m.step" + BY_POSITION.columns()
                        + " FROM tracking.metric m WHERE m.run_no = ? AND m.key_id = ?",
                run.no,
                keys.lookUp(key).orElse(0));
        return Page.of(
                sql,
                row -> new Metric(key, row.getDouble(1), row.getLong(2), row.getLong(3)),
                select,
                BY_POSITION,
                token,
                size);
    }

    /**
     * Points of one metric of several runs for a chart: all of them, or when there are more than {@code most} distinct
     * steps an even selection that keeps each run's first and last.
     */
    List<MetricOfRun> sample(Map<Long, String> runs, String key, long from, long to, int most) {
        long[] numbers = runs.keySet().stream().mapToLong(Long::longValue).toArray();
        int keyId = keys.lookUp(key).orElse(0);
        record Ends(long first, long last) {}
        List<Long> steps = sql.list(
                row -> row.getLong(1),
                "SELECT DISTINCT step FROM tracking.metric WHERE run_no = ANY(?) AND key_id = ?"
                        + " AND step BETWEEN ? AND ? ORDER BY step",
                numbers,
                keyId,
                from,
                to);
        List<Long> wanted = new ArrayList<>(EvenSelection.of(steps, most));
        if (steps.size() > most) {
            sql.list(
                            row -> new Ends(row.getLong(1), row.getLong(2)),
                            "SELECT min(step), max(step) FROM tracking.metric WHERE run_no = ANY(?) AND key_id = ?"
                                    + " AND step BETWEEN ? AND ? GROUP BY run_no",
                            numbers,
                            keyId,
                            from,
                            to)
                    .forEach(ends -> {
                        wanted.add(ends.first());
                        wanted.add(ends.last());
                    });
        }
        return sql.list(
                row -> new MetricOfRun(key, row.getDouble(2), row.getLong(3), row.getLong(4), runs.get(row.getLong(1))),
                "SELECT run_no, value, logged_at, step FROM tracking.metric WHERE run_no = ANY(?) AND key_id = ?"
                        + " AND step = ANY(?) ORDER BY run_no, step, logged_at, position",
                numbers,
                keyId,
                wanted.stream().mapToLong(Long::longValue).toArray());
    }
}
