package io.marquee.workhorse.ingestion.tmdb;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How TMDB is asked. All but its address and the credentials can be given per crawl too. */
@ConfigMapping(prefix = "marquee.tmdb")
public interface TmdbConfig {

    /** The API, version 3. */
    @WithDefault("https://api.themoviedb.org/3")
    URI baseUrl();

    /** Key of version 3, sent as the query parameter {@code api_key}. */
    Optional<String> apiKey();

    /** Token of version 4, sent as a bearer token; used instead of the key when both are there. */
    Optional<String> accessToken();

    /** Country whose release dates count, ISO 3166-1. */
    @WithDefault("KR")
    String region();

    /** Language of titles and overviews, ISO 639-1 with a country. */
    @WithDefault("ko-KR")
    String language();

    /** Languages of images, comma-separated ISO 639-1. */
    @WithDefault("ko")
    String includeImageLanguage();

    /** Language of genre names. English, so that they agree with other sources, whatever the language of titles. */
    @WithDefault("en")
    String genreLanguage();

    /** From the start of one request to the start of the next. */
    @WithDefault("0.4s")
    Duration interval();

    /** The longest wait for a connection. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** The longest wait for an answer. */
    @WithDefault("20s")
    Duration readTimeout();

    /** Attempts at one request before the crawl gives up. */
    @WithDefault("6")
    @Min(1)
    @Max(100)
    int attempts();

    /** The longest wait before the second attempt; doubled for each further one. */
    @WithDefault("1s")
    Duration backoffBase();

    /** The longest wait between attempts, unless TMDB asks for more. */
    @WithDefault("1m")
    Duration backoffCap();

    /** The longest that TMDB's {@code Retry-After} is obeyed. */
    @WithDefault("5m")
    Duration retryAfterCap();
}
