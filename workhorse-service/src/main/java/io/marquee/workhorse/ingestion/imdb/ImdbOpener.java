package io.marquee.workhorse.ingestion.imdb;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.IngestionConfig;
import io.marquee.workhorse.ingestion.download.DownloadFolder;
import io.marquee.workhorse.ingestion.download.DownloadService;
import io.marquee.workhorse.ingestion.source.DatasetOpener;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Opens IMDb's published tables: a folder, a prefix of the object store by the store's own URI, or, when neither is named, what
 * is downloaded first from the option {@code base_url} or the configured address.
 */
@ApplicationScoped
public class ImdbOpener implements DatasetOpener {

    private final ObjectStore store;
    private final IngestionConfig config;
    private final DownloadService downloads;
    private final DownloadFolder downloadFolder;
    private final KnownTitles knownTitles;

    ImdbOpener(
            ObjectStore store,
            IngestionConfig config,
            DownloadService downloads,
            DownloadFolder downloadFolder,
            KnownTitles knownTitles) {
        this.store = store;
        this.config = config;
        this.downloads = downloads;
        this.downloadFolder = downloadFolder;
        this.knownTitles = knownTitles;
    }

    @Override
    public String kind() {
        return "imdb";
    }

    @Override
    public SourceDataset open(IngestionRequest request) {
        request.refuseOtherOptions(ImdbOptions.NAMES);
        ImdbOptions options = ImdbOptions.of(request.options());
        String uri = request.sourceUri();
        if (uri == null || uri.isBlank()) {
            return toBeDownloaded(options);
        }
        if (options.baseUrl() != null) {
            throw ProblemException.invalid(
                    "options.base_url", options.baseUrl(), "must not be given with a source_uri");
        }
        return dataset(files(uri), options);
    }

    private ImdbDataset dataset(ImdbFiles files, ImdbOptions options) {
        checkHeaders(files);
        return new ImdbDataset(files, options, () -> options.onlyKnown() ? knownTitles.read() : null);
    }

    private DownloadedDataset toBeDownloaded(ImdbOptions options) {
        if (options.baseUrl() == null && !downloads.hasImdbAddress()) {
            throw ProblemException.invalid(
                    "source_uri", null, "is required: a folder, or options.base_url to download from");
        }
        return new DownloadedDataset(downloads.imdbAddress(options.baseUrl()).toString(), () -> {
            Path folder = downloads.fetchImdb(options.baseUrl(), Boolean.TRUE.equals(options.people()));
            return dataset(ImdbFiles.inFolder(folder.toString(), Optional.empty()), options);
        });
    }

    private ImdbFiles files(String uri) {
        if (!uri.contains("://")) {
            return ImdbFiles.inFolder(uri, downloadFolder.allowed(uri, config.allowedFolder()));
        }
        if (!uri.startsWith(store.uri())) {
            throw ProblemException.invalid("path", uri, "must be a folder or begin with " + store.uri());
        }
        try {
            return ImdbFiles.inStore(store, uri, uri.substring(store.uri().length()));
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UNAVAILABLE, uri + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Opens the two tables that are always needed, so that a wrong file is found before the load begins. */
    private static void checkHeaders(ImdbFiles files) {
        try (TsvReader basics = files.basics().open(new AtomicLong())) {
            TitleColumns.of(basics);
        } catch (IOException e) {
            throw unreadable(files.basics(), e);
        }
        try (TsvReader ratings = files.ratings().open(new AtomicLong())) {
            new TitleRatings().start(ratings);
        } catch (IOException e) {
            throw unreadable(files.ratings(), e);
        }
    }

    private static ProblemException unreadable(ImdbFile file, IOException e) {
        return new ProblemException(ProblemType.UNPROCESSABLE, file.name() + " cannot be read: " + e.getMessage(), e);
    }
}
