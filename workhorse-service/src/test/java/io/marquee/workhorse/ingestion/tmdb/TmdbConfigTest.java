package io.marquee.workhorse.ingestion.tmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.ingestion.crawl.CrawlConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What crawls do when nobody says otherwise. */
class TmdbConfigTest {

    @Test
    void shouldAskTmdbForKoreaAtTheIntervalItAllows() {
        TmdbConfig config = read(TmdbConfig.class, Map.of());

        assertThat(config.baseUrl()).isEqualTo(URI.create("https://api.themoviedb.org/3"));
        assertThat(config.apiKey()).isEmpty();
        assertThat(config.accessToken()).isEmpty();
        assertThat(config.region()).isEqualTo("KR");
        assertThat(config.language()).isEqualTo("ko-KR");
        assertThat(config.includeImageLanguage()).isEqualTo("ko");
        assertThat(config.genreLanguage()).isEqualTo("en");
        assertThat(config.interval()).isEqualTo(Duration.ofMillis(400));
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.attempts()).isEqualTo(6);
        assertThat(config.backoffBase()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.backoffCap()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.retryAfterCap()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void shouldGiveADeadWorkersCrawlAwayAfterHalfAMinute() {
        CrawlConfig config = read(CrawlConfig.class, Map.of("marquee.ingestion.worker", "w"));

        assertThat(config.worker()).isEqualTo("w");
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.partAnswers()).isEqualTo(500);
        assertThat(config.seed()).isEmpty();
    }

    private static <T> T read(Class<T> mapping, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(mapping)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(mapping);
    }
}
