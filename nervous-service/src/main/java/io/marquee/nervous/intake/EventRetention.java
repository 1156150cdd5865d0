package io.marquee.nervous.intake;

import io.marquee.nervous.platform.Database;
import io.marquee.nervous.platform.RecurringWork;
import io.marquee.nervous.platform.RecurringWorks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes events that are too old or too many, a bounded number per statement, so that intake is never locked out. */
@ApplicationScoped
public class EventRetention {

    private static final Logger LOG = Logger.getLogger(EventRetention.class);

    private static final int CHUNK = 5_000;

    private final Database database;
    private final IntakeConfig config;
    private final Clock clock;
    private final RecurringWork cleaning;

    EventRetention(Database database, IntakeConfig config, Clock clock, RecurringWorks works) {
        this.cleaning = works.named("delete old events");
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${marquee.intake.clean-every:1h}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void scheduled() {
        cleaning.run(() -> {
            long deleted = clean();
            if (deleted > 0) {
                LOG.infof("%d events deleted that were older than %s or too many", deleted, config.keepFor());
            }
        });
    }

    /** Deletes what is due and returns how many events that were. */
    public long clean() {
        Instant oldest = clock.instant().minus(config.keepFor());
        long deleted = 0;
        for (String table : List.of("prediction_event", "interaction")) {
            deleted += inChunks(
                    "DELETE FROM monitoring." + table + " WHERE seq IN (SELECT seq FROM monitoring." + table
                            + " WHERE received_at < ? ORDER BY received_at LIMIT " + CHUNK + ")",
                    oldest);
            deleted += inChunks(
                    "DELETE FROM monitoring." + table + " WHERE seq IN (SELECT seq FROM monitoring." + table
                            + " WHERE seq <= (SELECT seq FROM monitoring." + table
                            + " ORDER BY seq DESC OFFSET ? LIMIT 1) ORDER BY seq LIMIT " + CHUNK + ")",
                    config.keepAtMost());
        }
        deleted += inChunks(
                "DELETE FROM monitoring.event_journal WHERE (topic, event_id) IN (SELECT topic, event_id"
                        + " FROM monitoring.event_journal WHERE received_at < ? LIMIT " + CHUNK + ")",
                oldest);
        return deleted;
    }

    private long inChunks(String delete, Object parameter) {
        long deleted = 0;
        int chunk;
        do {
            chunk = database.update(delete, parameter);
            deleted += chunk;
        } while (chunk == CHUNK);
        return deleted;
    }
}
