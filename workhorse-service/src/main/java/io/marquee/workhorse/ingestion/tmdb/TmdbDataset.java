package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.nio.file.Path;
import java.util.List;

/** What was crawled from TMDB; the raw material is archived already. */
record TmdbDataset(String origin, List<SourceTable> tables) implements SourceDataset {

    TmdbDataset {
        tables = List.copyOf(tables);
    }

    @Override
    public String source() {
        return TmdbCrawlSource.NAME;
    }

    @Override
    public List<Path> rawFiles() {
        return List.of();
    }
}
