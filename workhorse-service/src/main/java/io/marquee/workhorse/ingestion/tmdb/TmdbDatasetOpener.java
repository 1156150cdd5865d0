package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.crawl.CrawlArchives;
import io.marquee.workhorse.ingestion.source.DatasetOpener;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** Movies from the archive of a crawl of TMDB, or of all crawls below a prefix. */
@ApplicationScoped
class TmdbDatasetOpener implements DatasetOpener {

    private final CrawlArchives archives;

    TmdbDatasetOpener(CrawlArchives archives) {
        this.archives = archives;
    }

    @Override
    public String kind() {
        return TmdbCrawlSource.NAME;
    }

    @Override
    public SourceDataset open(IngestionRequest request) {
        request.options().forEach((name, value) -> {
            throw ProblemException.invalid(name, value, "is not known; the source tmdb has no options");
        });
        String uri = request.sourceUri();
        if (uri == null || uri.isBlank()) {
            throw ProblemException.invalid("source_uri", uri, "must be the id of a crawl or a prefix below raw/tmdb/");
        }
        String prefix = archives.prefix(kind(), uri);
        try {
            List<CrawlArchives.Part> parts = archives.parts(prefix);
            if (parts.isEmpty()) {
                throw ProblemException.invalid("source_uri", uri, "has nothing archived");
            }
            return new TmdbDataset(
                    archives.describe(prefix),
                    List.of(new TmdbMovieTable(archives, parts, MovieIndex.of(archives, parts))));
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, "the archive cannot be read: " + e.getMessage(), e);
        }
    }
}
