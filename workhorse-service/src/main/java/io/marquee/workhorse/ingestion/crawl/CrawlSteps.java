package io.marquee.workhorse.ingestion.crawl;

import io.marquee.workhorse.platform.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps of crawls. An answer, the end of its step, the steps that follow from it and the crawl's counters are stored in
 * one transaction: a crawl killed at any moment has neither lost an answer nor has one twice.
 */
@ApplicationScoped
class CrawlSteps {

    private static final String UNIQUE_VIOLATION = "23505";

    /**
     * An answer that is not in the object store yet.
     *
     * @param body null when there was none worth keeping
     */
    record Unarchived(long position, String step, int status, Instant fetchedAt, byte @Nullable [] body) {}

    /** Positions of answers that follow each other. */
    record Span(long first, long last, int count) {}

    private final Database database;
    private final CrawlLedger ledger;

    CrawlSteps(Database database, CrawlLedger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /** Adds steps at the end, those that are known already left out; part of the current transaction. */
    static void append(Database database, String crawlId, List<String> steps) {
        if (steps.isEmpty()) {
            return;
        }
        database.update("""
                INSERT INTO catalog.crawl_steps (crawl_id, position, step)
                SELECT ?, (SELECT coalesce(max(position), 0) FROM catalog.crawl_steps WHERE crawl_id = ?) + place, step
                FROM unnest(?) WITH ORDINALITY AS wanted (step, place)
                ON CONFLICT (crawl_id, step) DO NOTHING
                """, crawlId, crawlId, steps.stream().distinct().toArray(String[]::new));
    }

    Optional<String> nextPending(String crawlId) {
        return database.queryOne("""
                SELECT step FROM catalog.crawl_steps WHERE crawl_id = ? AND state = 'pending' ORDER BY position LIMIT 1
                """, row -> row.getString(1), crawlId);
    }

    void answered(CrawlLease lease, String step, Fetched.Answered answer, CrawlTally tally) {
        QuarkusTransaction.requiringNew().run(() -> {
            ledger.advance(lease, Crawl.Phase.FETCHING, tally);
            end(lease, step, "done", answer.status(), answer.at(), answer.body());
            append(database, lease.crawlId(), answer.next());
        });
    }

    void missing(CrawlLease lease, String step, Fetched.Missing answer, CrawlTally tally) {
        QuarkusTransaction.requiringNew().run(() -> {
            ledger.advance(lease, Crawl.Phase.FETCHING, tally);
            end(lease, step, "missing", answer.status(), answer.at(), answer.body());
        });
    }

    /** The first answers that are not in the object store, at most so many. */
    Span unarchivedSpan(String crawlId, int limit) {
        return database.queryOne("""
                        SELECT coalesce(min(position), 0), coalesce(max(position), 0), count(*) FROM (
                            SELECT position FROM catalog.crawl_steps
                            WHERE crawl_id = ? AND state <> 'pending' AND NOT archived
                            ORDER BY position LIMIT ?) s
                        """, row -> new Span(row.getLong(1), row.getLong(2), row.getInt(3)), crawlId, limit)
                .orElseThrow();
    }

    /** Answers that are not in the object store, behind one position and up to another. */
    List<Unarchived> unarchived(String crawlId, long after, long last, int limit) {
        return database.query(
                """
                SELECT position, step, status, fetched_at, body FROM catalog.crawl_steps
                WHERE crawl_id = ? AND position > ? AND position <= ? AND state <> 'pending' AND NOT archived
                ORDER BY position LIMIT ?
                """,
                row -> new Unarchived(
                        row.getLong("position"),
                        row.getString("step"),
                        row.getInt("status"),
                        Objects.requireNonNull(Database.instant(row, "fetched_at")),
                        row.getBytes("body")),
                crawlId,
                after,
                last,
                limit);
    }

    /** Lets go of answers that the object store has. */
    void archived(CrawlLease lease, Span part) {
        QuarkusTransaction.requiringNew().run(() -> {
            if (!ledger.renew(lease)) {
                throw new LeaseLostException(lease.crawlId());
            }
            database.update("""
                    UPDATE catalog.crawl_steps SET archived = true, body = NULL
                    WHERE crawl_id = ? AND position BETWEEN ? AND ? AND state <> 'pending'
                    """, lease.crawlId(), part.first(), part.last());
        });
    }

    /** Whether a statement failed because somebody else was first. */
    static boolean isUniqueViolation(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private void end(CrawlLease lease, String step, String state, int status, Instant at, byte[] body) {
        int rows = database.update("""
                UPDATE catalog.crawl_steps SET state = ?, status = ?, fetched_at = ?, body = ?
                WHERE crawl_id = ? AND step = ? AND state = 'pending'
                """, state, status, at, body, lease.crawlId(), step);
        if (rows != 1) {
            throw new IllegalStateException("step " + step + " of crawl " + lease.crawlId() + " has ended before");
        }
    }
}
