package io.marquee.workhorse.ingestion.imdb;

import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data set that is downloaded before it is read, and only as far as it has changed since the last time. */
final class DownloadedDataset implements SourceDataset {

    /** Brings the files and looks at them. */
    @FunctionalInterface
    interface Fetch {
        SourceDataset run() throws IOException;
    }

    private final String origin;
    private final Fetch fetch;
    private @Nullable SourceDataset fetched;

    DownloadedDataset(String origin, Fetch fetch) {
        this.origin = origin;
        this.fetch = fetch;
    }

    @Override
    public String source() {
        return "imdb";
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public void prepare() throws IOException {
        fetched = fetch.run();
    }

    @Override
    public List<SourceTable> tables() {
        return fetched().tables();
    }

    @Override
    public List<Path> rawFiles() {
        return fetched().rawFiles();
    }

    private SourceDataset fetched() {
        if (fetched == null) {
            throw new IllegalStateException("the data set has not been downloaded yet");
        }
        return fetched;
    }
}
