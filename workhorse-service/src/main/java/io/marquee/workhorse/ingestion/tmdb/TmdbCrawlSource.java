package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.workhorse.ingestion.crawl.CrawlSource;
import io.marquee.workhorse.ingestion.crawl.CrawlTarget;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Crawls of TMDB. */
@ApplicationScoped
class TmdbCrawlSource implements CrawlSource {

    /** The source's name in requests, archive and catalogue. */
    static final String NAME = "tmdb";

    private final TmdbConfig config;

    TmdbCrawlSource(TmdbConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> resolve(Map<String, Object> request, List<Past> past, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        TmdbCrawlParams params =
                TmdbCrawlParams.from(request, TmdbSettings.of(config), () -> changesFrom(past, today), today);
        // Better now than at the first request.
        TmdbCredentials.of(config);
        return params.toMap();
    }

    @Override
    public CrawlTarget open(Map<String, Object> stored) {
        TmdbCrawlParams params = TmdbCrawlParams.from(
                stored,
                TmdbSettings.of(config),
                () -> {
                    throw new IllegalStateException("a stored crawl of changes must say since when: " + stored);
                },
                LocalDate.EPOCH);
        return new TmdbTarget(
                TmdbClient.open(config, params.settings()),
                params.plan(),
                params.settings().pace());
    }

    /**
     * The day of the newest crawl of changes; that of the first crawl when there was none of changes yet, since what it
     * brought may have changed from then on; yesterday when there was no crawl at all.
     */
    private static LocalDate changesFrom(List<Past> past, LocalDate today) {
        return past.stream()
                .filter(crawl -> Boolean.TRUE.equals(crawl.params().get("changes")))
                .findFirst()
                .or(() -> past.isEmpty() ? Optional.empty() : Optional.of(past.getLast()))
                .map(crawl -> LocalDate.ofInstant(crawl.createdAt(), ZoneOffset.UTC))
                .orElse(today.minusDays(1));
    }
}
