package io.marquee.journey.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a tracking server looks like after much use: runs with 20 parameters, 20 metrics and 5 tags each. The values are
 * hashes of the run's number, so they are the same each time and independent of each other.
 */
final class TrackingRows {

    static final int PARAMS = 20;
    static final int METRICS = 20;
    static final int STEPS = 50;
    static final int TAGS = 5;

    /** A number from 0 to 1 for a run and a place. */
    private static final String SHARE = "(hashint8(%s) & 1048575) / 1048576.0";

    private final Connection database;
    private final long experiment;

    TrackingRows(Connection database, long experiment) {
        this.database = database;
        this.experiment = experiment;
    }

    /** Stores runs with the last point of each metric, which is what searches look at. */
    void storeRuns(long runs) throws SQLException {
        execute("INSERT INTO tracking.metric_key (key) SELECT 'metric_' || k FROM generate_series(0, " + (METRICS - 1)
                + ") k ON CONFLICT DO NOTHING");
        execute(
                "INSERT INTO tracking.run (run_id, experiment_id, name, user_id, status, start_time, end_time, artifact_uri)"
                        + " SELECT md5(r::text), " + experiment
                        + ", 'run-' || r, 'bench', CASE r % 10 WHEN 0 THEN 'FAILED' ELSE"
                        + " 'FINISHED' END, start, start + 60000, 'mlflow-artifacts:/" + experiment
                        + "/' || md5(r::text) || '/artifacts' FROM (SELECT r, 1700000000000 + (r * 7919 % " + runs
                        + ") * 1000 AS start FROM generate_series(1, " + runs + ") r) AS made");
        execute("INSERT INTO tracking.run_param (owner, key, value) SELECT no, 'param_' || p, CASE WHEN p < 4 THEN"
                + " (hashint8(no * 31 + p) & 7)::text WHEN p < 8 THEN (hashint8(no * 31 + p) & 255)::text ELSE 'value-' ||"
                + " (hashint8(no * 31 + p) & 65535) END FROM " + runs() + ", generate_series(0, " + (PARAMS - 1)
                + ") p ORDER BY no, p");
        execute(
                "INSERT INTO tracking.run_tag (owner, key, value) SELECT no, 'tag_' || t, 't' || (hashint8(no * 17 + t) & 15)"
                        + " FROM " + runs() + ", generate_series(0, " + (TAGS - 1) + ") t ORDER BY no, t");
        execute(
                "INSERT INTO tracking.latest_metric (run_no, experiment_id, key_id, step, logged_at, value, indexed_value)"
                        + " SELECT run_no, " + experiment + ", key_id, " + (STEPS - 1) + ", start_time + " + STEPS
                        + ", value, value FROM (SELECT no AS run_no, k.id AS key_id, start_time, "
                        + SHARE.formatted("no * 101 + k.id") + " AS value FROM " + runs()
                        + ", tracking.metric_key k) logged ORDER BY run_no, key_id");
    }

    /** Stores every step of every metric of the first runs; their last points are there already. */
    void storeHistories(long runs) throws SQLException {
        execute("INSERT INTO tracking.metric (run_no, key_id, position, step, logged_at, value)"
                + " SELECT l.run_no, l.key_id, s + 1, s, l.logged_at - " + STEPS + " + s, CASE s WHEN " + (STEPS - 1)
                + " THEN l.value ELSE " + SHARE.formatted("l.run_no * 101 + l.key_id + s * 7") + " END FROM"
                + " tracking.latest_metric l, generate_series(0, " + (STEPS - 1)
                + ") s WHERE l.run_no IN (SELECT no FROM "
                + runs() + " ORDER BY no LIMIT " + runs + ") ORDER BY l.run_no, s, l.key_id");
    }

    /** Autovacuum would do the same a minute later. */
    void settle() throws SQLException {
        execute(
                "VACUUM ANALYZE tracking.run, tracking.run_param, tracking.run_tag, tracking.latest_metric, tracking.metric");
    }

    /** Bytes of tables and indexes that hold runs, without and with {@code tracking.metric}. */
    long bytes(boolean histories) throws SQLException {
        return number(
                        "SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(ARRAY['tracking.run', 'tracking.run_param',"
                                + " 'tracking.run_tag', 'tracking.latest_metric']) t")
                + (histories ? number("SELECT pg_total_relation_size('tracking.metric')") : 0);
    }

    /** The id of the run that would come first in the search that the benchmark checks, found in another way. */
    String best(double above, String param, String value, String order) throws SQLException {
        try (PreparedStatement query = database.prepareStatement(
                "WITH wide AS (SELECT l.run_no, max(l.value) FILTER (WHERE k.key = 'metric_0') AS first, max(l.value)"
                        + " FILTER (WHERE k.key = ?) AS ordered FROM tracking.latest_metric l JOIN tracking.metric_key k ON"
                        + " k.id = l.key_id WHERE l.experiment_id = ? GROUP BY l.run_no) SELECT string_agg(run_id, ' ') FROM"
                        + " (SELECT r.run_id FROM wide JOIN tracking.run r ON r.no = run_no JOIN tracking.run_param p ON"
                        + " p.owner = run_no AND p.key = ? WHERE p.value = ? AND first > ? ORDER BY ordered DESC,"
                        + " r.start_time DESC, r.run_id LIMIT 100) AS found")) {
            query.setString(1, order);
            query.setLong(2, experiment);
            query.setString(3, param);
            query.setString(4, value);
            query.setDouble(5, above);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private String runs() {
        return "(SELECT no, start_time FROM tracking.run WHERE experiment_id = " + experiment + ") AS runs";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
