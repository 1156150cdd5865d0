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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Points of metrics: the whole history in the order of logging, and per run and metric the one that counts. */
@ApplicationScoped
class MetricStore {

    /** Of two points the one with the later step counts, then the later time, then the greater value. */
    private static final Comparator<Metric> COUNTS = Comparator.comparingLong(Metric::step)
            .thenComparingLong(Metric::timestamp)
            .thenComparingDouble(Metric::value);

    private static final Paging BY_POSITION = new Paging(List.of(SortTerm.number("m.position", false, "position")));

    private record Latest(int points, Metric metric) {}

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

    /** Writes points of a run whose row this transaction has locked. */
    void write(Run run, List<Metric> points) {
        if (points.isEmpty()) {
            return;
        }
        int count = points.size();
        int[] keyIds = new int[count];
        int[] positions = new int[count];
        Map<Integer, Latest> latest = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            keyIds[i] = keys.lookUp(points.get(i).key()).orElseThrow();
        }
        Map<Integer, Latest> before = latestOf(run, keyIds, points);
        for (int i = 0; i < count; i++) {
            Metric point = points.get(i);
            Latest previous = latest.getOrDefault(keyIds[i], before.get(keyIds[i]));
            positions[i] = previous == null ? 1 : Math.addExact(previous.points(), 1);
            boolean counts = previous == null || COUNTS.compare(point, previous.metric()) >= 0;
            latest.put(keyIds[i], new Latest(positions[i], counts ? point : previous.metric()));
        }
        Collection<Latest> changed = latest.values();
        sql.update(
                "WITH written AS (INSERT INTO tracking.metric (run_no, key_id, position, step, logged_at, value)"
                        + " SELECT ?, * FROM unnest(?, ?, ?, ?, ?))"
                        + " INSERT INTO tracking.latest_metric (run_no, experiment_id, key_id, points, step, logged_at, value)"
                        + " SELECT ?, ?, * FROM unnest(?, ?, ?, ?, ?) ON CONFLICT (run_no, key_id) DO UPDATE SET"
                        + " points = excluded.points, step = excluded.step, logged_at = excluded.logged_at,"
                        + " value = excluded.value",
                run.no,
                keyIds,
                positions,
                points.stream().mapToLong(Metric::step).toArray(),
                points.stream().mapToLong(Metric::timestamp).toArray(),
                points.stream().mapToDouble(Metric::value).toArray(),
                run.no,
                run.experimentId,
                latest.keySet().stream().mapToInt(Integer::intValue).toArray(),
                changed.stream().mapToInt(Latest::points).toArray(),
                changed.stream().mapToLong(now -> now.metric().step()).toArray(),
                changed.stream().mapToLong(now -> now.metric().timestamp()).toArray(),
                changed.stream().mapToDouble(now -> now.metric().value()).toArray());
    }

    private Map<Integer, Latest> latestOf(Run run, int[] keyIds, List<Metric> points) {
        Map<Integer, String> names = new HashMap<>();
        IntStream.range(0, keyIds.length)
                .forEach(i -> names.put(keyIds[i], points.get(i).key()));
        Map<Integer, Latest> latest = new HashMap<>();
        sql.list(
                row -> latest.put(
                        row.getInt(1),
                        new Latest(
                                row.getInt(2),
                                new Metric(
                                        names.get(row.getInt(1)), row.getDouble(3), row.getLong(4), row.getLong(5)))),
                "SELECT key_id, points, value, logged_at, step FROM tracking.latest_metric"
                        + " WHERE run_no = ? AND key_id = ANY(?)",
                run.no,
                names.keySet().stream().mapToInt(Integer::intValue).toArray());
        return latest;
    }

    /** Per run its metrics by key, each with the point that counts. */
    Map<Long, List<Metric>> latest(Collection<Long> runs) {
        Map<Long, List<Metric>> latest = new HashMap<>();
        sql.list(
                row -> latest.computeIfAbsent(row.getLong(1), run -> new ArrayList<>())
                        .add(new Metric(row.getString(2), row.getDouble(3), row.getLong(4), row.getLong(5))),
                "SELECT l.run_no, k.key, l.value, l.logged_at, l.step FROM tracking.latest_metric l"
                        + " JOIN tracking.metric_key k ON k.id = l.key_id WHERE l.run_no = ANY(?) ORDER BY l.run_no, k.key",
                runs.stream().mapToLong(Long::longValue).toArray());
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
