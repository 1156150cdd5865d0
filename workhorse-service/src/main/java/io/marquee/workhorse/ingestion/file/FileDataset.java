package io.marquee.workhorse.ingestion.file;

import io.marquee.workhorse.adapter.file.DataFile;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.nio.file.Path;
import java.util.List;

/** Files as a data set: each is a part of the one table. */
record FileDataset(FileRequest request, List<DataFile> files) implements SourceDataset {

    FileDataset {
        files = List.copyOf(files);
    }

    @Override
    public String source() {
        return request.mapping().source();
    }

    @Override
    public String origin() {
        return files.size() == 1 ? files.getFirst().origin() : request.uri() + " (" + files.size() + " files)";
    }

    @Override
    public List<SourceTable> tables() {
        return files.stream()
                .map(file -> (SourceTable) new FileTable(request, file))
                .toList();
    }

    /** Those of this machine; what lies in a store is archived already. */
    @Override
    public List<Path> rawFiles() {
        return files.stream().flatMap(file -> file.local().stream()).toList();
    }
}
