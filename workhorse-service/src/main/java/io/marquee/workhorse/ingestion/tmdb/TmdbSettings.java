package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.workhorse.ingestion.crawl.CrawlSettings;
import java.time.Duration;

/**
 * How one crawl asks TMDB.
 *
 * @param region ISO 3166-1
 * @param language of titles and overviews
 * @param includeImageLanguage comma-separated ISO 639-1
 * @param genreLanguage of genre names
 */
public record TmdbSettings(
        String region,
        String language,
        String includeImageLanguage,
        String genreLanguage,
        Duration connectTimeout,
        Duration readTimeout,
        CrawlSettings pace) {

    /** What the configuration says. */
    static TmdbSettings of(TmdbConfig config) {
        return new TmdbSettings(
                config.region(),
                config.language(),
                config.includeImageLanguage(),
                config.genreLanguage(),
                config.connectTimeout(),
                config.readTimeout(),
                new CrawlSettings(
                        config.interval(),
                        config.attempts(),
                        config.backoffBase(),
                        config.backoffCap(),
                        config.retryAfterCap()));
    }
}
