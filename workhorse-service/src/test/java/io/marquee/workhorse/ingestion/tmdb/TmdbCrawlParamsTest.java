package io.marquee.workhorse.ingestion.tmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.localstack.tmdb.TmdbStub;
import io.marquee.workhorse.ingestion.crawl.CrawlSource.Past;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TmdbCrawlParamsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:30:00Z");

    private final TmdbCrawlSource source = new TmdbCrawlSource(new TmdbSetup(
            URI.create("http://localhost:1/3"),
            Optional.of(TmdbStub.API_KEY),
            Optional.empty(),
            Duration.ofSeconds(20)));

    @Test
    void shouldFillInWhatARequestLeavesOpen() {
        // When
        Map<String, Object> params = source.resolve(Map.of(), List.of(), NOW);

        // Then
        assertThat(params)
                .containsExactly(
                        Map.entry("lists", List.of("popular")),
                        Map.entry("years", List.of()),
                        Map.entry("pages", "1-1"),
                        Map.entry("details", true),
                        Map.entry("changes", false),
                        Map.entry("region", "KR"),
                        Map.entry("language", "ko-KR"),
                        Map.entry("include_image_language", "ko"),
                        Map.entry("genre_language", "en"),
                        Map.entry("connect_timeout_seconds", 2.0),
                        Map.entry("read_timeout_seconds", 20.0),
                        Map.entry("interval_seconds", 0.4),
                        Map.entry("attempts", 6),
                        Map.entry("backoff_base_seconds", 1.0),
                        Map.entry("backoff_cap_seconds", 60.0),
                        Map.entry("retry_after_cap_seconds", 300.0));
    }

    @Test
    void shouldStayTheSameWhenReadAgain() {
        // Given
        Map<String, Object> params = source.resolve(
                Map.of(
                        "lists",
                        List.of("top_rated", "popular", "top_rated"),
                        "years",
                        List.of(2024, 2023),
                        "pages",
                        "2-7",
                        "details",
                        false,
                        "changes",
                        true,
                        "since",
                        "2026-01-01",
                        "region",
                        "US",
                        "language",
                        "en",
                        "interval_seconds",
                        0.25,
                        "attempts",
                        2),
                List.of(),
                NOW);

        // When
        Map<String, Object> again = source.resolve(params, List.of(), NOW.plus(Duration.ofDays(40)));

        // Then
        assertThat(again).isEqualTo(params);
        assertThat(params)
                .containsEntry("lists", List.of("top_rated", "popular"))
                .containsEntry("since", "2026-01-01")
                .containsEntry("until", "2026-03-01")
                .containsEntry("interval_seconds", 0.25);
        assertThat(params.toString()).doesNotContain(TmdbStub.API_KEY);
    }

    @Test
    void shouldFetchChangesSinceTheLastCrawlOfChanges() {
        // Given
        Past lists = past("2026-02-20T10:00:00Z", false);
        Past changes = past("2026-02-10T10:00:00Z", true);
        Past first = past("2026-01-05T10:00:00Z", false);
        Map<String, Object> request = Map.of("changes", true);

        // When / Then
        assertThat(source.resolve(request, List.of(lists, changes, first), NOW)).containsEntry("since", "2026-02-10");
        assertThat(source.resolve(request, List.of(lists, first), NOW)).containsEntry("since", "2026-01-05");
        assertThat(source.resolve(request, List.of(), NOW)).containsEntry("since", "2026-02-28");
        assertThat(source.resolve(request, List.of(), NOW)).containsEntry("lists", List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genres",
                "popular?page=1",
                "now_playing?page=500",
                "discover?year=2024&page=3",
                "changes?start=2026-01-01&end=2026-01-07&page=2",
                "movie/550"
            })
    void shouldReadAStepBackFromItsKey(String key) {
        assertThat(TmdbStep.parse(key).key()).isEqualTo(key);
    }

    private static Past past(String at, boolean changes) {
        return new Past(Map.of("changes", changes), Instant.parse(at));
    }
}
