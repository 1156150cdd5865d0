package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.workhorse.ingestion.crawl.ArchiveReader;
import io.marquee.workhorse.ingestion.crawl.CrawlArchives;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.util.List;

/** The movies of archives, each once: its details, or else the newest page that it is on. */
record TmdbMovieTable(CrawlArchives archives, List<CrawlArchives.Part> parts, MovieIndex index) implements SourceTable {

    TmdbMovieTable {
        parts = List.copyOf(parts);
    }

    @Override
    public String target() {
        return "movies";
    }

    @Override
    public String name() {
        return "tmdb movies";
    }

    @Override
    public long size() {
        return parts.stream().mapToLong(CrawlArchives.Part::size).sum();
    }

    @Override
    public RecordReader open() {
        return new TmdbMovieReader(new ArchiveReader(archives, parts), index);
    }
}
