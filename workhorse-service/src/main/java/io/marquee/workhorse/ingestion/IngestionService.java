package io.marquee.workhorse.ingestion;

import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.platform.outbox.EventOutbox;
import io.marquee.workhorse.platform.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/**
 * Reads folders into the catalogue, one after the other. A run archives the files as they are, then loads them and records
 * its success in one transaction.
 */
@ApplicationScoped
public class IngestionService {

    private static final Logger LOG = Logger.getLogger(IngestionService.class);

    private final IngestionLog log;
    private final RawArchive archive;
    private final Database database;
    private final EventOutbox outbox;
    private final IngestionConfig config;
    private final Clock clock;
    private final Map<String, IngestionProgress> running = new ConcurrentHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("ingestion").factory());

    IngestionService(
            IngestionLog log,
            RawArchive archive,
            Database database,
            EventOutbox outbox,
            IngestionConfig config,
            Clock clock) {
        this.log = log;
        this.archive = archive;
        this.database = database;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    /** A run under way: its id, and its end to wait for. */
    public record Started(String ingestionId, Future<?> end) {}

    /**
     * Looks at the folder and starts to ingest it.
     *
     * @throws ProblemException when the folder cannot be ingested; nothing has been started then
     */
    public Started start(Source source, String path) {
        SourceFolder folder = SourceFolder.open(source, path, config.allowedFolder());
        String ingestionId = EventId.next(clock.instant());
        IngestionProgress progress = new IngestionProgress();
        log.started(ingestionId, folder);
        running.put(ingestionId, progress);
        return new Started(ingestionId, worker.submit(() -> run(ingestionId, folder, progress)));
    }

    /**
     * One run with how far it is now.
     *
     * @throws ProblemException when there is no such run
     */
    public Ingestion get(String ingestionId) {
        IngestionProgress progress = running.get(ingestionId);
        if (progress != null) {
            log.heartbeat(ingestionId, progress);
        }
        return log.find(ingestionId).orElseThrow(() -> ProblemException.notFound("ingestion_id", ingestionId));
    }

    /** The newest runs, newest first. */
    public List<Ingestion> newest(int limit) {
        return log.newest(limit);
    }

    void failAbandonedRuns(@Observes StartupEvent event) {
        int abandoned = log.failAbandonedByThisWorker();
        if (abandoned > 0) {
            LOG.warnf("%d ingestions were cut off by the end of the last run of this service", abandoned);
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void heartbeat() {
        running.forEach(log::heartbeat);
    }

    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void failSilentRuns() {
        int silent = log.failSilent();
        if (silent > 0) {
            LOG.warnf(
                    "%d ingestions of other instances have been silent for %s and count as failed",
                    silent, config.silence());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        worker.shutdownNow();
    }

    private void run(String ingestionId, SourceFolder folder, IngestionProgress progress) {
        try {
            progress.begin(folder.size());
            log.archived(ingestionId, archive.keep(ingestionId, folder));
            CatalogueLoader.Loaded loaded = load(ingestionId, folder, progress);
            LOG.infof("ingested %s: movies %s, ratings %s", folder.folder(), loaded.movies(), loaded.ratings());
        } catch (IOException | RuntimeException e) {
            // What is wrong with the files needs no stack trace, anything else does.
            LOG.warnf(
                    e instanceof ProblemException ? null : e,
                    "ingestion %s of %s failed: %s",
                    ingestionId,
                    folder.folder(),
                    reason(e));
            log.failed(ingestionId, reason(e));
        } finally {
            running.remove(ingestionId);
        }
    }

    private CatalogueLoader.Loaded load(String ingestionId, SourceFolder folder, IngestionProgress progress) {
        CatalogueLoader loader = new CatalogueLoader(clock);
        QualityCheck check = new QualityCheck(config.acceptedShareThreshold(), clock);
        return QuarkusTransaction.requiringNew()
                .timeout(Math.toIntExact(config.timeout().toSeconds()))
                .call(() -> {
                    CatalogueLoader.Loaded loaded = database.with(connection -> {
                        try {
                            return loader.load(connection, ingestionId, folder, progress);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                    log.succeeded(ingestionId, loaded);
                    if (folder.movies() != null) {
                        outbox.append(check.judge("catalog.movies", ingestionId, loaded.movies()));
                    }
                    if (folder.ratings() != null) {
                        outbox.append(check.judge("catalog.ratings", ingestionId, loaded.ratings()));
                    }
                    return loaded;
                });
    }

    private static String reason(Exception e) {
        Throwable reason =
                e instanceof UncheckedIOException || e instanceof QuarkusTransactionException && e.getCause() != null
                        ? e.getCause()
                        : e;
        return reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }
}
