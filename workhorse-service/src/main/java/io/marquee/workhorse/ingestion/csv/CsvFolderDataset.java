package io.marquee.workhorse.ingestion.csv;

import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceFolder;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.nio.file.Path;
import java.util.List;

/** The CSV files of a folder as a data set. */
public record CsvFolderDataset(String source, SourceFolder folder, List<CsvSourceTable> files)
        implements SourceDataset {

    public CsvFolderDataset {
        files = List.copyOf(files);
    }

    @Override
    public String origin() {
        return folder.path().toString();
    }

    @Override
    public List<SourceTable> tables() {
        return List.copyOf(files);
    }

    @Override
    public List<Path> rawFiles() {
        return files.stream().map(CsvSourceTable::file).toList();
    }
}
