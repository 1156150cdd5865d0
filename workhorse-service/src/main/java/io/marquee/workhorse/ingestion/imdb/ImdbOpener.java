package io.marquee.workhorse.ingestion.imdb;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.IngestionConfig;
import io.marquee.workhorse.ingestion.source.DatasetOpener;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Opens IMDb's published tables: a folder, or a prefix of the object store by the store's own URI. */
@ApplicationScoped
public class ImdbOpener implements DatasetOpener {

    private final ObjectStore store;
    private final IngestionConfig config;
    private final KnownTitles knownTitles;

    ImdbOpener(ObjectStore store, IngestionConfig config, KnownTitles knownTitles) {
        this.store = store;
        this.config = config;
        this.knownTitles = knownTitles;
    }

    @Override
    public String kind() {
        return "imdb";
    }

    @Override
    public SourceDataset open(IngestionRequest request) {
        ImdbOptions options = ImdbOptions.of(request.options());
        ImdbFiles files = files(request.sourceUri());
        checkHeaders(files);
        return new ImdbDataset(files, options, () -> options.onlyKnown() ? knownTitles.read() : null);
    }

    private ImdbFiles files(@Nullable String uri) {
        if (uri == null || uri.isBlank()) {
            throw ProblemException.invalid("source_uri", uri, "is required");
        }
        if (!uri.contains("://")) {
            return ImdbFiles.inFolder(uri, config.allowedFolder());
        }
        if (!uri.startsWith(store.uri())) {
            throw ProblemException.invalid("source_uri", uri, "must be a folder or begin with " + store.uri());
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
