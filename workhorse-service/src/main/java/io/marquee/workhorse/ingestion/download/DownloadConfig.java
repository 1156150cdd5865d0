package io.marquee.workhorse.ingestion.download;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where published files are downloaded from and to. */
@ConfigMapping(prefix = "marquee.download")
public interface DownloadConfig {

    /** Keeps what was downloaded, so that it is fetched again only when it has changed. */
    @WithDefault(".marquee/downloads")
    Path folder();

    /** The folder of MovieLens' releases; each has its checksum beside it. */
    @WithDefault("https://files.grouplens.org/datasets/movielens")
    URI movielensBaseUrl();

    /** The folder of IMDb's tables; absent means that they are read only from files at hand. */
    Optional<URI> imdbBaseUrl();

    /** Hosts that a request may name by itself, beside those of the base URLs. */
    Optional<List<String>> allowedHosts();

    /** The longest wait for a connection. */
    @WithDefault("10s")
    Duration connectTimeout();

    /** The longest a server may say nothing. */
    @WithDefault("30s")
    Duration readTimeout();

    /** How often in a row an attempt may bring nothing before the download fails. */
    @WithDefault("5")
    @Min(1)
    @Max(100)
    int attempts();

    /** Pause after the first failed attempt; it doubles with each further one. */
    @WithDefault("1s")
    Duration backoff();

    /** The most that the pause grows to. */
    @WithDefault("30s")
    Duration maxBackoff();
}
