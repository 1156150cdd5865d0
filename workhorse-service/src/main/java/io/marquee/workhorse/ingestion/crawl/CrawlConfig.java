package io.marquee.workhorse.ingestion.crawl;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.OptionalLong;

/** How crawls are carried out, whatever they crawl. */
@ConfigMapping(prefix = "marquee.crawl")
public interface CrawlConfig {

    /** Name of this instance, the same after a restart; it tells whose crawls a crash has left behind. */
    @WithDefault("${marquee.ingestion.worker}")
    String worker();

    /** A crawl whose worker has not been heard of for this long is taken over by another one. */
    @WithDefault("30s")
    Duration lease();

    /** Answers in one file of the archive. */
    @WithDefault("500")
    @Min(1)
    int partAnswers();

    /** Seed of the jitter between attempts; when absent, another one for each crawl. */
    OptionalLong seed();
}
