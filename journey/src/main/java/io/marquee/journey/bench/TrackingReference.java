package io.marquee.journey.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The same rows as in {@link TrackingBenchmark}, through JDBC and nothing else. */
final class TrackingReference {

    private static final int WARM_UP = 20;
    private static final int TIMES = 100;

    private final Connection database;
    private final long experiment;

    TrackingReference(Connection database, long experiment) {
        this.database = database;
        this.experiment = experiment;
    }

    /** Something that is done many times. */
    private interface Step {
        void run() throws SQLException;
    }

    /** What it takes to read a page's rows, once it is known which. */
    Measurement page(int size) throws SQLException {
        long[] numbers = numbers("SELECT no FROM tracking.run WHERE experiment_id = " + experiment
                + " ORDER BY md5(run_id) LIMIT " + size);
        return timed("rows of a page by JDBC, run numbers known", "pages", () -> {
            for (String table : List.of("run_param", "run_tag", "latest_metric")) {
                try (PreparedStatement query = database.prepareStatement("SELECT * FROM tracking." + table + " WHERE "
                        + (table.equals("latest_metric") ? "run_no" : "owner") + " = ANY(?)")) {
                    query.setObject(1, numbers);
                    drain(query);
                }
            }
        });
    }

    /** The history of the metric {@code long0} of a run. */
    Measurement history(String run, int points) throws SQLException {
        return timed("10,000 points by JDBC", "histories", () -> {
            try (PreparedStatement query = database.prepareStatement(
                    "SELECT step, logged_at, value FROM tracking.metric WHERE run_no = (SELECT no FROM tracking.run"
                            + " WHERE run_id = ?) AND key_id = (SELECT id FROM tracking.metric_key WHERE key = 'long0')"
                            + " ORDER BY position")) {
                query.setString(1, run);
                if (drain(query) != points) {
                    throw new IllegalStateException("the history has not " + points + " points");
                }
            }
        });
    }

    private static Measurement timed(String what, String unit, Step step) throws SQLException {
        for (int time = 0; time < WARM_UP; time++) {
            step.run();
        }
        long start = System.nanoTime();
        for (int time = 0; time < TIMES; time++) {
            step.run();
        }
        return Measurement.reference(what, TIMES, unit, (System.nanoTime() - start) / 1e9);
    }

    /** Inserts points into a table like that of the service, one transaction a batch. */
    void insert(int firstStep, int batches, int size) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS tracking.bench_metric (LIKE tracking.metric INCLUDING ALL)");
        }
        database.setAutoCommit(false);
        try (PreparedStatement insert = database.prepareStatement(
                "INSERT INTO tracking.bench_metric (run_no, key_id, position, step, logged_at, value)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int step = firstStep; step < firstStep + batches; step++) {
                for (int key = 0; key < size; key++) {
                    insert.setLong(1, 1);
                    insert.setInt(2, key);
                    insert.setInt(3, step + 1);
                    insert.setLong(4, step);
                    insert.setLong(5, 1_700_000_000_000L + step);
                    insert.setDouble(6, key + 1.0 / (step + 1));
                    insert.addBatch();
                }
                insert.executeBatch();
                database.commit();
            }
        } finally {
            database.setAutoCommit(true);
        }
    }

    private long[] numbers(String sql) throws SQLException {
        List<Long> all = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                all.add(row.getLong(1));
            }
        }
        return all.stream().mapToLong(Long::longValue).toArray();
    }

    private static int drain(PreparedStatement query) throws SQLException {
        int count = 0;
        try (ResultSet row = query.executeQuery()) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                for (int column = 1; column <= columns; column++) {
                    row.getObject(column);
                }
                count++;
            }
        }
        return count;
    }
}
