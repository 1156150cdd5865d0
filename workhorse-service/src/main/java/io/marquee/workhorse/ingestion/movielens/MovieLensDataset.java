package io.marquee.workhorse.ingestion.movielens;

import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A release as a data set. */
record MovieLensDataset(ReleaseFiles files, ReleaseForm releaseForm, List<ReleaseTable> releaseTables)
        implements SourceDataset {

    static MovieLensDataset of(ReleaseFiles files) {
        ReleaseForm form = ReleaseForm.of(files);
        return new MovieLensDataset(files, form, form.tables(files));
    }

    @Override
    public String source() {
        return "movielens";
    }

    @Override
    public String origin() {
        return files.origin();
    }

    @Override
    public String form() {
        return releaseForm.description();
    }

    @Override
    public List<SourceTable> tables() {
        return List.copyOf(releaseTables);
    }

    @Override
    public List<Path> rawFiles() {
        return files.rawFiles(releaseTables.stream().map(ReleaseTable::name).toList());
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
