package io.marquee.workhorse.feature.online;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has been brought online, how far, and what is under way, in the database. */
@ApplicationScoped
class MaterializationLog {

    /** Longer than a batch takes; after it, a run that has died no longer keeps others away. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /**
     * The right to bring a view online.
     *
     * @param watermark how far it is; null when it is not, or nobody knows
     */
    record Claim(String view, String owner, @Nullable Watermark watermark) {}

    private final Database database;
    private final Clock clock;

    MaterializationLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Takes the right to bring a view online.
     *
     * @param force takes it away from a run that has it; that one fails then
     * @throws ProblemException when a run has it
     */
    Claim claim(String view, boolean force) {
        Instant now = clock.instant();
        String owner = UUID.randomUUID().toString();
        database.update("INSERT INTO features.materialization (view) VALUES (?) ON CONFLICT (view) DO NOTHING", view);
        Optional<Claim> claim = database.queryOne(
                """
                UPDATE features.materialization SET owner = ?, started_at = ?, claimed_until = ?
                WHERE view = ? AND (owner IS NULL OR claimed_until < ? OR ?)
                RETURNING watermark, watermark_version, watermark_files
                """, row -> new Claim(view, owner, watermark(row)), owner, now, now.plus(LEASE), view, now, force);
        return claim.orElseThrow(() -> new ProblemException(
                ProblemType.CONFLICT,
                "feature view '" + view + "' is being brought online since " + startedAt(view)
                        + "; try again when it is done, or force it"));
    }

    /**
     * Says that a run is alive.
     *
     * @throws ProblemException when it has lost its right to another one
     */
    void renew(Claim claim) {
        int renewed = database.update(
                "UPDATE features.materialization SET claimed_until = ? WHERE view = ? AND owner = ?",
                clock.instant().plus(LEASE),
                claim.view(),
                claim.owner());
        require(claim, renewed);
    }

    /** Ends a run that has written everything: the watermark moves now, and not before. */
    void finish(Claim claim, Materialized done, @Nullable Watermark watermark) {
        int finished = database.update(
                """
                UPDATE features.materialization SET version = ?, build_id = ?, rows_written = ?, rows_newer = ?,
                    materialized_at = ?, watermark = ?, watermark_version = ?, watermark_files = ?,
                    owner = NULL, started_at = NULL, claimed_until = '-infinity'
                WHERE view = ? AND owner = ?
                """,
                done.version(),
                done.buildId(),
                done.rowsWritten(),
                done.rowsNewer(),
                done.materializedAt(),
                watermark == null ? null : watermark.until(),
                watermark == null ? null : watermark.version(),
                watermark == null ? null : watermark.files().toArray(String[]::new),
                claim.view(),
                claim.owner());
        require(claim, finished);
    }

    /** Ends a run that failed; the watermark stays where it is. */
    void release(Claim claim) {
        database.update(
                "UPDATE features.materialization SET owner = NULL, started_at = NULL, claimed_until = '-infinity'"
                        + " WHERE view = ? AND owner = ?",
                claim.view(),
                claim.owner());
    }

    /** Notes that nobody knows what is online: the next increment of each view writes everything. */
    void forgetWatermarks() {
        database.update(
                "UPDATE features.materialization SET watermark = NULL, watermark_version = NULL, watermark_files = NULL");
    }

    /** The last run of each view that has had one. */
    List<Materialized> last() {
        return database.query(
                "SELECT * FROM features.materialization WHERE materialized_at IS NOT NULL ORDER BY view",
                row -> new Materialized(
                        row.getString("view"),
                        row.getInt("version"),
                        row.getString("build_id"),
                        row.getLong("rows_written"),
                        row.getLong("rows_newer"),
                        Objects.requireNonNull(Database.instant(row, "materialized_at")),
                        Database.instant(row, "watermark")));
    }

    /** Views that are being brought online now. */
    List<String> running() {
        return database.query(
                "SELECT view FROM features.materialization WHERE owner IS NOT NULL AND claimed_until >= ? ORDER BY view",
                row -> row.getString(1),
                clock.instant());
    }

    private String startedAt(String view) {
        return database.queryOne(
                        "SELECT started_at FROM features.materialization WHERE view = ? AND started_at IS NOT NULL",
                        row -> String.valueOf(Database.instant(row, "started_at")),
                        view)
                .orElse("a moment ago");
    }

    private static @Nullable Watermark watermark(ResultSet row) throws SQLException {
        Instant until = Database.instant(row, "watermark");
        return until == null
                ? null
                : new Watermark(
                        row.getInt("watermark_version"), until, Set.copyOf(Database.texts(row, "watermark_files")));
    }

    private static void require(Claim claim, int rows) {
        if (rows == 0) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "another run brings feature view '" + claim.view() + "' online now; this one stops");
        }
    }
}
