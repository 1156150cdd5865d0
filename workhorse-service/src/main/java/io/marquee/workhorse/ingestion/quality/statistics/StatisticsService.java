package io.marquee.workhorse.ingestion.quality.statistics;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Describes data sets and remembers it until they change. Whether one has changed is seen by PostgreSQL's own counters of
 * its table, by the ended ingestions and by the newest interaction: every load shows at once, any other writer after some
 * seconds at the latest.
 */
@ApplicationScoped
public class StatisticsService {

    private static final String QUERY_CANCELED = "57014";

    private record Cached(String version, Object value) {}

    private final AgroalDataSource dataSource;
    private final Database database;
    private final StatisticsConfig config;
    private final ColumnMeaning meaning;
    private final Clock clock;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    StatisticsService(
            AgroalDataSource dataSource,
            Database database,
            StatisticsConfig config,
            ColumnMeaning meaning,
            Clock clock) {
        this.dataSource = dataSource;
        this.database = database;
        this.config = config;
        this.meaning = meaning;
        this.clock = clock;
    }

    /**
     * A data set as a whole.
     *
     * @throws ProblemException when there is none of that name
     */
    public DatasetSummary summary(String dataset) {
        DatasetRelation relation = DatasetRelation.named(dataset);
        return (DatasetSummary) remembered("summary", relation, () -> summarise(relation));
    }

    /**
     * The columns of a data set.
     *
     * @throws ProblemException when there is none of that name, or it takes too long
     */
    public DatasetStatistics columns(String dataset) {
        DatasetRelation relation = DatasetRelation.named(dataset);
        return (DatasetStatistics) remembered("columns", relation, () -> profile(relation));
    }

    /** One at a time works out the same; the others wait for it. */
    private Object remembered(String what, DatasetRelation relation, Supplier<Object> work) {
        String key = what + " " + relation.name();
        ReentrantLock lock = locks.computeIfAbsent(key, ignored -> new ReentrantLock());
        lock.lock();
        try {
            String version = version(relation);
            Cached cached = cache.get(key);
            if (cached != null && cached.version().equals(version)) {
                return cached.value();
            }
            Object value = work.get();
            cache.put(key, new Cached(version, value));
            return value;
        } finally {
            lock.unlock();
        }
    }

    private String version(DatasetRelation relation) {
        return database.queryOne("""
                        SELECT concat_ws(':', pg_relation_filenode(t.oid), pg_stat_get_tuples_inserted(t.oid),
                                         pg_stat_get_tuples_updated(t.oid), pg_stat_get_tuples_deleted(t.oid),
                                         (SELECT count(*) FROM catalog.ingestions WHERE state <> 'running'),
                                         (SELECT max(stored_at) FROM catalog.interaction_events))
                        FROM (SELECT ?::regclass::oid AS oid) t
                        """, row -> row.getString(1), relation.table()).orElseThrow();
    }

    private DatasetSummary summarise(DatasetRelation relation) {
        return database.queryOne(
                        "SELECT count(*), max(" + relation.changed()
                                + ") AS changed, pg_total_relation_size(?::regclass) FROM " + relation.relation()
                                + " AS d",
                        row -> new DatasetSummary(
                                relation.name(), row.getLong(1), row.getLong(3), Database.instant(row, "changed")),
                        relation.table())
                .orElseThrow();
    }

    private DatasetStatistics profile(DatasetRelation relation) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                statement.execute(
                        "SET LOCAL statement_timeout = " + config.timeout().toMillis());
                return new ColumnProfiler(connection, new ColumnProfiler.Limits(config), meaning)
                        .profile(relation, clock.instant());
            } finally {
                // Only the temporary sample was written.
                connection.rollback();
            }
        } catch (SQLException e) {
            if (QUERY_CANCELED.equals(e.getSQLState())) {
                throw ProblemException.unavailable(
                        "the statistics of " + relation.name() + " took longer than " + config.timeout(),
                        Duration.ofMinutes(1));
            }
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "the statistics of " + relation.name() + " cannot be worked out", e);
        }
    }
}
