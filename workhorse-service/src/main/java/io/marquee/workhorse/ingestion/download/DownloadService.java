package io.marquee.workhorse.ingestion.download;

import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Downloads published data sets. Asking for one that is under way gives the one under way; what is cut off by the end of the
 * service goes on when it is asked for again. Only this process knows of its downloads, the files alone outlive it.
 */
@ApplicationScoped
public class DownloadService {

    private static final Logger LOG = Logger.getLogger(DownloadService.class);
    private static final int MAX_REMEMBERED = 200;

    private final Publisher publisher;
    private final Set<String> hosts;
    private final FileDownload files;
    private final Clock clock;
    private final Map<String, Running> downloads = new LinkedHashMap<>();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    DownloadService(DownloadConfig config, Clock clock) {
        this.publisher = new Publisher(
                config.folder(), config.movielensBaseUrl(), config.imdbBaseUrl().orElse(null));
        this.hosts = hosts(config);
        this.files = new FileDownload(
                new HttpGet.Settings(config.connectTimeout(), config.readTimeout(), hosts),
                new RetryPolicy(config.attempts(), config.backoff(), config.maxBackoff()),
                clock,
                RandomGenerator.getDefault());
        this.clock = clock;
    }

    /** One download with what has come of it. */
    private static final class Running {
        final String id;
        final Publisher.Plan plan;
        final Instant startedAt;
        final DownloadProgress progress = new DownloadProgress(System.nanoTime());
        volatile @Nullable Instant endedAt;
        volatile @Nullable String error;
        volatile boolean verified;
        volatile boolean notModified;

        Running(String id, Publisher.Plan plan, Instant startedAt) {
            this.id = id;
            this.plan = plan;
            this.startedAt = startedAt;
        }
    }

    /**
     * Starts to download.
     *
     * @param size null for the smallest
     * @throws ProblemException when there is no such data set or size
     */
    public Download start(String dataset, @Nullable String size) {
        Publisher.Plan plan = publisher.plan(dataset, size);
        synchronized (downloads) {
            for (Running download : downloads.values()) {
                if (download.endedAt == null && download.plan.path().equals(plan.path())) {
                    return shown(download);
                }
            }
            Running download = new Running(EventId.next(clock.instant()), plan, clock.instant());
            downloads.put(download.id, download);
            forgetOldest();
            workers.submit(() -> run(download));
            return shown(download);
        }
    }

    /**
     * A download with how far it is.
     *
     * @throws ProblemException when this process has not started it
     */
    public Download get(String downloadId) {
        synchronized (downloads) {
            Running download = downloads.get(downloadId);
            if (download == null) {
                throw ProblemException.notFound("download_id", downloadId);
            }
            return shown(download);
        }
    }

    /** Every download that is remembered, newest first. */
    public List<Download> all() {
        synchronized (downloads) {
            return downloads.values().stream()
                    .map(DownloadService::shown)
                    .toList()
                    .reversed();
        }
    }

    /** Whether IMDb's tables can be downloaded without naming an address. */
    public boolean hasImdbAddress() {
        return publisher.hasImdb();
    }

    /**
     * Fetches IMDb's tables and waits for them.
     *
     * @param base null for the configured address
     * @param people whether crew, principals and names are wanted too
     * @return the folder that holds them
     */
    public Path fetchImdb(@Nullable URI base, boolean people) throws IOException {
        Publisher.Plan plan = planImdb(base, people);
        DownloadProgress progress = new DownloadProgress(System.nanoTime());
        for (RemoteFile file : plan.files()) {
            files.fetch(file, progress);
        }
        return plan.path();
    }

    /**
     * Where {@link #fetchImdb} fetches from.
     *
     * @param base null for the configured address
     * @throws ProblemException when there is none, or it may not be used
     */
    public URI imdbAddress(@Nullable URI base) {
        planImdb(base, false);
        return publisher.imdbAddress(base);
    }

    private Publisher.Plan planImdb(@Nullable URI base, boolean people) {
        if (base != null && !hosts.contains(String.valueOf(base.getHost()))) {
            throw ProblemException.invalid(
                    "options.base_url", base, "must be on a host of marquee.download.allowed-hosts");
        }
        return publisher.imdb(people ? "people" : "titles", base);
    }

    void stop(@Observes ShutdownEvent event) {
        workers.shutdownNow();
    }

    private void run(Running download) {
        try {
            boolean verified = true;
            boolean notModified = true;
            for (RemoteFile file : download.plan.files()) {
                FileDownload.Fetched fetched = files.fetch(file, download.progress);
                verified &= fetched.md5() != null;
                notModified &= fetched.notModified();
            }
            download.verified = verified;
            download.notModified = notModified;
        } catch (IOException | RuntimeException e) {
            LOG.warnf(e instanceof ProblemException ? null : e, "download %s failed: %s", download.id, e.getMessage());
            download.error = e.getMessage() == null ? e.toString() : e.getMessage();
        } finally {
            download.endedAt = clock.instant();
        }
    }

    private void forgetOldest() {
        var all = downloads.values().iterator();
        while (downloads.size() > MAX_REMEMBERED && all.hasNext()) {
            if (all.next().endedAt != null) {
                all.remove();
            }
        }
    }

    private static Download shown(Running download) {
        boolean ended = download.endedAt != null;
        boolean failed = download.error != null;
        long total = download.progress.total();
        return new Download(
                download.id,
                download.plan.dataset(),
                download.plan.size(),
                ended ? failed ? "failed" : "succeeded" : "running",
                download.progress.bytes(),
                total < 0 ? null : total,
                download.progress.bytesPerSecond(),
                ended && !failed ? download.plan.path().toString() : null,
                download.verified,
                download.notModified,
                download.error,
                download.startedAt,
                download.endedAt);
    }

    private static Set<String> hosts(DownloadConfig config) {
        Set<String> hosts = new HashSet<>(config.allowedHosts().orElse(List.of()));
        hosts.add(String.valueOf(config.movielensBaseUrl().getHost()));
        config.imdbBaseUrl().ifPresent(uri -> hosts.add(String.valueOf(uri.getHost())));
        return Set.copyOf(hosts);
    }
}
