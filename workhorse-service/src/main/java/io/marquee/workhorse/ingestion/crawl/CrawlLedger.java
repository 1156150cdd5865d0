package io.marquee.workhorse.ingestion.crawl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.workhorse.platform.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The crawls and who carries them out. Leases are counted by the database's clock, so that the clocks of machines do not
 * matter.
 */
@ApplicationScoped
class CrawlLedger {

    private static final TypeReference<Map<String, Object>> PARAMS = new TypeReference<>() {};
    private static final TypeReference<List<Crawl.Problem>> PROBLEMS = new TypeReference<>() {};

    private static final String SELECT = """
            SELECT c.*, s.total, s.done, s.missing
            FROM catalog.crawls c CROSS JOIN LATERAL (
                SELECT count(*) AS total, count(*) FILTER (WHERE state <> 'pending') AS done,
                       count(*) FILTER (WHERE state = 'missing') AS missing
                FROM catalog.crawl_steps WHERE crawl_id = c.crawl_id) s
            """;

    private final Database database;
    private final ObjectMapper json;
    private final CrawlConfig config;

    CrawlLedger(Database database, ObjectMapper json, CrawlConfig config) {
        this.database = database;
        this.json = json;
        this.config = config;
    }

    /** Notes a crawl that is to be carried out, with its first steps. */
    void create(
            String crawlId,
            String source,
            @Nullable String requestedBy,
            Map<String, Object> params,
            String archive,
            List<String> firstSteps,
            Instant now) {
        QuarkusTransaction.requiringNew().run(() -> {
            database.update("""
                    INSERT INTO catalog.crawls (crawl_id, source, requested_by, params, state, archive, created_at)
                    VALUES (?, ?, ?, ?::jsonb, 'queued', ?, ?)
                    """, crawlId, source, requestedBy, write(params), archive, now);
            CrawlSteps.append(database, crawlId, firstSteps);
        });
    }

    /**
     * Takes a crawl that nobody carries out: a queued one when no other of its source runs, or a running one whose worker
     * has not been heard of for the time of a lease.
     *
     * @return empty when it is not to be had
     */
    Optional<CrawlLease> acquire(String crawlId, String worker) {
        int rows;
        try {
            rows = database.update("""
                    UPDATE catalog.crawls c SET state = 'running', worker = ?, lease = lease + 1,
                        leased_until = now() + make_interval(secs => ?),
                        resumed = resumed + CASE WHEN state = 'running' THEN 1 ELSE 0 END
                    WHERE crawl_id = ? AND (
                        state = 'running' AND leased_until < now()
                        OR state = 'queued' AND NOT EXISTS (
                            SELECT FROM catalog.crawls o WHERE o.source = c.source AND o.state = 'running'))
                    """, worker, seconds(), crawlId);
        } catch (RuntimeException e) {
            if (CrawlSteps.isUniqueViolation(e)) {
                return Optional.empty();
            }
            throw e;
        }
        if (rows == 0) {
            return Optional.empty();
        }
        return database.queryOne(
                        "SELECT lease FROM catalog.crawls WHERE crawl_id = ? AND worker = ?",
                        row -> row.getLong(1),
                        crawlId,
                        worker)
                .map(number -> new CrawlLease(crawlId, number, find(crawlId).orElseThrow()));
    }

    /** Prolongs a lease; false when it is lost or the crawl has ended. */
    boolean renew(CrawlLease lease) {
        return database.update("""
                        UPDATE catalog.crawls SET leased_until = now() + make_interval(secs => ?)
                        WHERE crawl_id = ? AND lease = ? AND state = 'running'
                        """, seconds(), lease.crawlId(), lease.number()) == 1;
    }

    /** Lets another worker, or a later life of this one, go on at once. */
    void release(CrawlLease lease) {
        database.update("""
                UPDATE catalog.crawls SET leased_until = now() - interval '1 second'
                WHERE crawl_id = ? AND lease = ? AND state = 'running'
                """, lease.crawlId(), lease.number());
    }

    /** Lets crawls go on that an earlier life of this worker has left behind. */
    int releaseAllOf(String worker) {
        return database.update("""
                UPDATE catalog.crawls SET leased_until = now() - interval '1 second'
                WHERE state = 'running' AND worker = ?
                """, worker);
    }

    /** Notes what a worker did; part of its transaction when there is one. */
    void advance(CrawlLease lease, Crawl.Phase phase, CrawlTally tally) {
        int rows = database.update(
                """
                UPDATE catalog.crawls SET phase = ?, requests = ?, retries = ?, waited_ms = ?, active_ms = ?,
                    problems = ?::jsonb, leased_until = now() + make_interval(secs => ?)
                WHERE crawl_id = ? AND lease = ? AND state = 'running'
                """,
                phase.wireName(),
                tally.requests(),
                tally.retries(),
                tally.waitedMillis(),
                tally.activeMillis(),
                write(tally.problems()),
                seconds(),
                lease.crawlId(),
                lease.number());
        if (rows == 0) {
            throw new LeaseLostException(lease.crawlId());
        }
    }

    void ingesting(CrawlLease lease, String ingestionId) {
        database.update(
                "UPDATE catalog.crawls SET ingestion_id = ? WHERE crawl_id = ? AND lease = ?",
                ingestionId,
                lease.crawlId(),
                lease.number());
    }

    /** Ends a crawl that is carried out under that lease; without effect when it is lost. */
    boolean end(CrawlLease lease, Crawl.State state, @Nullable String error, Instant now) {
        return database.update("""
                        UPDATE catalog.crawls SET state = ?, error = ?, finished_at = ?, leased_until = NULL
                        WHERE crawl_id = ? AND lease = ? AND state = 'running'
                        """, state.wireName(), error, now, lease.crawlId(), lease.number()) == 1;
    }

    /** Cancels a crawl that has not ended; false when it has. */
    boolean cancel(String crawlId, Instant now) {
        return database.update("""
                        UPDATE catalog.crawls SET state = 'cancelled', finished_at = ?, leased_until = NULL
                        WHERE crawl_id = ? AND state IN ('queued', 'running')
                        """, now, crawlId) == 1;
    }

    /** Queues a crawl again that failed or was cancelled; false when it did not. */
    boolean requeue(String crawlId) {
        return database.update("""
                        UPDATE catalog.crawls SET state = 'queued', error = NULL, finished_at = NULL, resumed = resumed + 1
                        WHERE crawl_id = ? AND state IN ('failed', 'cancelled')
                        """, crawlId) == 1;
    }

    /** Crawls that somebody should carry out, in the order in which they were asked for. */
    List<String> waiting(String source) {
        return database.query("""
                SELECT crawl_id FROM catalog.crawls
                WHERE source = ? AND (state = 'queued' OR state = 'running' AND leased_until < now())
                ORDER BY state DESC, created_at, crawl_id LIMIT 10
                """, row -> row.getString(1), source);
    }

    Optional<Crawl> find(String crawlId) {
        return database.queryOne(SELECT + "WHERE c.crawl_id = ?", this::map, crawlId);
    }

    Optional<Crawl> findRequestedBy(String requestedBy) {
        return database.queryOne(SELECT + "WHERE c.requested_by = ?", this::map, requestedBy);
    }

    List<Crawl> newest(int limit) {
        return database.query(SELECT + "ORDER BY c.created_at DESC, c.crawl_id DESC LIMIT ?", this::map, limit);
    }

    /** Crawls of a source that ended well, newest first. */
    List<CrawlSource.Past> succeeded(String source) {
        return database.query(
                """
                SELECT params, created_at FROM catalog.crawls
                WHERE source = ? AND state = 'succeeded' ORDER BY created_at DESC LIMIT 1000
                """,
                row -> new CrawlSource.Past(
                        read(row.getString("params"), PARAMS),
                        Objects.requireNonNull(Database.instant(row, "created_at"))),
                source);
    }

    private double seconds() {
        return config.lease().toMillis() / 1000.0;
    }

    private Crawl map(ResultSet row) throws SQLException {
        long requests = row.getLong("requests");
        double active = row.getLong("active_ms") / 1000.0;
        return new Crawl(
                row.getString("crawl_id"),
                row.getString("source"),
                row.getString("requested_by"),
                read(row.getString("params"), PARAMS),
                Crawl.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Crawl.Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                row.getString("worker"),
                row.getLong("done"),
                row.getLong("total"),
                row.getLong("missing"),
                requests,
                row.getLong("retries"),
                row.getLong("waited_ms") / 1000.0,
                active,
                active > 0 ? Math.round(1000 * requests / active) / 1000.0 : 0,
                row.getInt("resumed"),
                read(row.getString("problems"), PROBLEMS),
                row.getString("error"),
                row.getString("archive"),
                row.getString("ingestion_id"),
                Objects.requireNonNull(Database.instant(row, "created_at")),
                Database.instant(row, "finished_at"));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + value, e);
        }
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("catalog.crawls holds unreadable JSON: " + text, e);
        }
    }
}
