package io.marquee.workhorse.feature.online;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.CatalogueRestored;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes features follow a restore of the catalogue: builds them again, forgets the online rows, which are of other data and
 * may be of a later time than what replaces them, and brings the new ones online. That this has to be done is noted in the
 * restore's transaction, so a crash only delays it.
 */
@ApplicationScoped
public class RestoreFollower {

    private static final Logger LOG = Logger.getLogger(RestoreFollower.class);

    /** Longer than building takes; after it, another instance takes over from one that died. */
    private static final Duration LEASE = Duration.ofMinutes(15);

    private final Database database;
    private final OfflineStore offline;
    private final OnlineStore online;
    private final Materialization materialization;
    private final FeatureConfig config;
    private final Clock clock;

    RestoreFollower(
            Database database,
            OfflineStore offline,
            OnlineStore online,
            Materialization materialization,
            FeatureConfig config,
            Clock clock) {
        this.database = database;
        this.offline = offline;
        this.online = online;
        this.materialization = materialization;
        this.config = config;
        this.clock = clock;
    }

    void note(@Observes CatalogueRestored restored) {
        database.update("""
                INSERT INTO features.catalogue_restore (snapshot_tag, restored_at) VALUES (?, clock_timestamp())
                ON CONFLICT (one_row) DO UPDATE SET snapshot_tag = excluded.snapshot_tag,
                    restored_at = excluded.restored_at, followed = false, claimed_until = '-infinity'
                """, restored.snapshot().tag());
    }

    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void lookAround() {
        if (!config.followRestores()) {
            return;
        }
        try {
            follow();
        } catch (SQLException | IOException e) {
            LOG.warnf("features do not follow the restored catalogue yet: %s", e.getMessage());
        } catch (ProblemException | IllegalStateException | UncheckedIOException e) {
            LOG.warnf("features do not follow the restored catalogue yet: %s", e.getMessage());
        }
    }

    /** Follows the last restore, if that has not been done; whether there was something to do. */
    boolean follow() throws SQLException, IOException {
        Optional<Instant> restoredAt = claim();
        if (restoredAt.isEmpty()) {
            return false;
        }
        try {
            offline.build(LOG::info);
            long forgotten = online.forgetAll();
            materialization.rebuild(List.of(), LOG::info);
            LOG.infof("features follow the restored catalogue; %d online rows were of other data", forgotten);
        } catch (SQLException | IOException | RuntimeException e) {
            giveBack(e);
            throw e;
        }
        // Unless the catalogue has been restored once more in the meantime.
        database.update(
                "UPDATE features.catalogue_restore SET followed = true WHERE restored_at = ?", restoredAt.get());
        return true;
    }

    private Optional<Instant> claim() {
        Instant now = clock.instant();
        return database.queryOne(
                """
                UPDATE features.catalogue_restore SET claimed_until = ? WHERE NOT followed AND claimed_until < ?
                RETURNING restored_at
                """, row -> Objects.requireNonNull(Database.instant(row, "restored_at")), now.plus(LEASE), now);
    }

    private void giveBack(Exception cause) {
        try {
            database.update("UPDATE features.catalogue_restore SET claimed_until = '-infinity' WHERE NOT followed");
        } catch (ProblemException e) {
            // The lease ends by itself; what happened first is what counts.
            cause.addSuppressed(e);
        }
    }
}
