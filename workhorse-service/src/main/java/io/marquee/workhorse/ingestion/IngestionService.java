package io.marquee.workhorse.ingestion;

import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.load.LoadProgress;
import io.marquee.workhorse.ingestion.quality.HardRuleException;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
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
 * Reads sources into the catalogue, one after the other. A run archives the raw files as they are, then loads the data and
 * records its success in one transaction.
 */
@ApplicationScoped
public class IngestionService {

    private static final Logger LOG = Logger.getLogger(IngestionService.class);

    private final DatasetOpeners openers;
    private final IngestionLog log;
    private final RawArchive archive;
    private final LoadTransaction transaction;
    private final IngestionConfig config;
    private final Clock clock;
    private final Map<String, LoadProgress> running = new ConcurrentHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("ingestion").factory());

    IngestionService(
            DatasetOpeners openers,
            IngestionLog log,
            RawArchive archive,
            LoadTransaction transaction,
            IngestionConfig config,
            Clock clock) {
        this.openers = openers;
        this.log = log;
        this.archive = archive;
        this.transaction = transaction;
        this.config = config;
        this.clock = clock;
    }

    /** A run under way: its id, and its end to wait for. */
    public record Started(String ingestionId, Future<?> end) {}

    /** What a run is about. */
    private record Run(String ingestionId, String kind, SourceDataset dataset, boolean dryRun, LoadProgress progress) {}

    /**
     * Looks at the source and starts to ingest it.
     *
     * @param dryRun whether to do everything but to change the catalogue
     * @throws ProblemException when it cannot be ingested; nothing has been started then
     */
    public Started start(IngestionRequest request, boolean dryRun) {
        SourceDataset dataset = openers.open(request);
        Run run = new Run(EventId.next(clock.instant()), request.source(), dataset, dryRun, new LoadProgress());
        log.started(run.ingestionId(), run.kind(), dataset, dryRun);
        running.put(run.ingestionId(), run.progress());
        return new Started(run.ingestionId(), worker.submit(() -> run(run)));
    }

    /**
     * One run with how far it is now.
     *
     * @throws ProblemException when there is no such run
     */
    public Ingestion get(String ingestionId) {
        LoadProgress progress = running.get(ingestionId);
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

    private void run(Run run) {
        try (SourceDataset dataset = run.dataset()) {
            dataset.prepare();
            run.progress().begin(size(dataset));
            if (!run.dryRun()) {
                log.archived(run.ingestionId(), archive.keep(run.ingestionId(), dataset));
            }
            transaction.load(run.ingestionId(), run.kind(), dataset, run.dryRun(), run.progress());
        } catch (HardRuleException e) {
            LOG.warnf(
                    "ingestion %s of %s was refused: %s",
                    run.ingestionId(), run.dataset().origin(), e.getMessage());
            transaction.refuse(run.ingestionId(), e);
        } catch (IOException | RuntimeException e) {
            // What is wrong with the data needs no stack trace, anything else does.
            LOG.warnf(
                    e instanceof ProblemException ? null : e,
                    "ingestion %s of %s failed: %s",
                    run.ingestionId(),
                    run.dataset().origin(),
                    reason(e));
            log.failed(run.ingestionId(), reason(e), null);
        } finally {
            running.remove(run.ingestionId());
        }
    }

    private static long size(SourceDataset dataset) throws IOException {
        long size = 0;
        for (SourceTable table : dataset.tables()) {
            size += table.size();
        }
        return size;
    }

    private static String reason(Exception e) {
        Throwable reason =
                e instanceof UncheckedIOException || e instanceof QuarkusTransactionException && e.getCause() != null
                        ? e.getCause()
                        : e;
        return reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }
}
