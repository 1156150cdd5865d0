package io.marquee.workhorse.ingestion.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacedFetcherTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofMillis(400);
    private static final String OK = "{\"ok\":true}";

    private final FakeCrawlClock clock = new FakeCrawlClock(START);
    private final List<String> told = new ArrayList<>();
    private Duration waited = Duration.ZERO;

    private final CrawlObserver observer = new CrawlObserver() {
        @Override
        public void waited(Duration time) {
            waited = waited.plus(time);
        }

        @Override
        public void requested() {
            told.add("requested");
        }

        @Override
        public void retried(String step, int attempt, String reason) {
            told.add(step + " " + attempt + ": " + reason);
        }
    };

    @Test
    void shouldStartARequestInEachSlotWhenAnswersAreQuickerThanTheInterval() throws Exception {
        // Given
        ScriptedTarget target = target(3, Duration.ofMillis(150));
        for (int i = 0; i < 100; i++) {
            target.answers(200, OK);
        }
        PacedFetcher fetcher = fetcher(target);

        // When
        for (int i = 0; i < 100; i++) {
            fetcher.fetch("step");
        }

        // Then
        for (int i = 0; i < 100; i++) {
            assertThat(target.starts().get(i)).isEqualTo(START.plus(INTERVAL.multipliedBy(i)));
        }
        assertThat(waited).isEqualTo(Duration.ofMillis(99 * 250));
    }

    @Test
    void shouldNotWaitWhenAnAnswerTookLongerThanTheInterval() throws Exception {
        // Given
        ScriptedTarget target =
                target(3, Duration.ofMillis(700)).answers(200, OK).answers(200, OK);
        PacedFetcher fetcher = fetcher(target);

        // When
        fetcher.fetch("a");
        fetcher.fetch("b");

        // Then
        assertThat(target.starts()).containsExactly(START, START.plusMillis(700));
        assertThat(clock.sleeps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "7, PT7S",
        "0, PT0.4S",
        "'Sun, 01 Mar 2026 12:00:30 GMT', PT30S",
        "'Sun, 01 Mar 2026 11:00:00 GMT', PT0.4S",
        "86400, PT5M",
        "'Mon, 02 Mar 2026 12:00:00 GMT', PT5M"
    })
    void shouldWaitAsLongAsTheApiAsksButNotForever(String retryAfter, Duration expected) throws Exception {
        // Given
        ScriptedTarget target = target(3, Duration.ZERO)
                .answers(429, "{}", "application/json", retryAfter)
                .answers(200, OK);

        // When
        Fetched fetched = fetcher(target).fetch("step");

        // Then
        assertThat(fetched).isInstanceOf(Fetched.Answered.class);
        assertThat(target.starts()).containsExactly(START, START.plus(expected));
        assertThat(told).containsExactly("requested", "step 1: HTTP 429", "requested");
    }

    @Test
    void shouldBackOffExponentiallyWithJitterFromTheSeed() throws Exception {
        // Given
        ScriptedTarget target = target(6, Duration.ZERO)
                .answers(500, "x", "text/html", null)
                .fails("timeout")
                .answers(200, "{\"ok\":tr")
                .answers(200, "<html>", "text/html", null)
                .answers(200, OK, "application/json", "nonsense")
                .answers(200, OK);
        RandomGenerator same = random();
        Duration[] expected = new Duration[4];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Duration.ofMillis(Math.max(400, same.nextLong((1000L << i) + 1)));
        }

        // When
        Fetched fetched = fetcher(target).fetch("step");

        // Then
        assertThat(fetched).isInstanceOf(Fetched.Answered.class);
        Instant start = START;
        assertThat(target.starts()).hasSize(5);
        for (int i = 0; i < expected.length; i++) {
            start = start.plus(expected[i]);
            assertThat(target.starts().get(i + 1)).as("attempt %d", i + 2).isEqualTo(start);
        }
        assertThat(told)
                .filteredOn(line -> !line.equals("requested"))
                .containsExactly(
                        "step 1: HTTP 500",
                        "step 2: timeout",
                        "step 3: the answer is not sound JSON: Unrecognized token 'tr': was expecting"
                                + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                        "step 4: the answer is text/html, not JSON");
    }

    @Test
    void shouldNeverWaitLongerThanTheCapBetweenAttempts() throws Exception {
        // Given
        ScriptedTarget target = target(60, Duration.ZERO);
        for (int i = 0; i < 60; i++) {
            target.answers(503, "{}");
        }

        // When
        Fetched fetched = fetcher(target).fetch("step");

        // Then
        assertThat(fetched).isInstanceOf(Fetched.Failed.class);
        assertThat(clock.sleeps()).hasSize(59).allMatch(sleep -> sleep.compareTo(Duration.ofMinutes(1)) <= 0);
        assertThat(clock.sleeps()).anyMatch(sleep -> sleep.compareTo(Duration.ofSeconds(45)) > 0);
    }

    @Test
    void shouldGiveUpWithTheLastReasonWhenAttemptsRunOut() throws Exception {
        // Given
        ScriptedTarget target = target(3, Duration.ZERO)
                .answers(500, "{}")
                .fails("cut off")
                .answers(503, "{\"status_message\":\"Service offline, your secret is safe.\"}");

        // When
        Fetched fetched = fetcher(target).fetch("popular?page=3");

        // Then
        assertThat(fetched)
                .isEqualTo(new Fetched.Failed(
                        "The API did not answer popular?page=3 in 3 attempts, the last one failed with: HTTP 503: Service"
                                + " offline, your *** is safe. Resume the crawl once it works again; it goes on where it"
                                + " is."));
        assertThat(told).filteredOn("requested"::equals).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void shouldStopAtOnceAndSayWhatToDoWhenAccessIsRefused(int status) throws Exception {
        // Given
        ScriptedTarget target = target(5, Duration.ZERO).answers(status, "{\"status_message\":\"Invalid API key\"}");

        // When
        Fetched fetched = fetcher(target).fetch("optional");

        // Then
        assertThat(fetched)
                .isEqualTo(new Fetched.Failed(
                        "The API refused access to optional (HTTP " + status + ": Invalid API key). Set KEY."));
        assertThat(target.starts()).hasSize(1);
    }

    @Test
    void shouldPassOverWhatIsMissingOnlyWhereThatMayBe() throws Exception {
        // Given
        ScriptedTarget target = target(5, Duration.ZERO).answers(404, "gone").answers(404, "{}");
        PacedFetcher fetcher = fetcher(target);

        // When
        Fetched optional = fetcher.fetch("optional");
        Fetched required = fetcher.fetch("required");

        // Then
        assertThat(optional).isInstanceOfSatisfying(Fetched.Missing.class, missing -> assertThat(missing.reason())
                .isEqualTo("HTTP 404"));
        assertThat(required)
                .isEqualTo(new Fetched.Failed("The API does not answer required (HTTP 404). Check the base URL and the"
                        + " parameters of the crawl."));
    }

    @Test
    void shouldStopAtOnceWhenTheShapeIsUnknown() throws Exception {
        // Given
        ScriptedTarget target = target(5, Duration.ZERO).answers(200, "{\"data\":[]}");

        // When
        Fetched fetched = fetcher(target).fetch("step");

        // Then
        assertThat(fetched)
                .isEqualTo(
                        new Fetched.Failed("The API answered step in an unexpected shape: 'ok' is missing. Nothing of"
                                + " it was taken; check that the base URL is that of the API's known version."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{\"ok\":true} {\"ok\":true}", "{\"ok\":true", "null,"})
    void shouldAskAgainWhenTheBodyIsNotOneJsonValue(String body) throws Exception {
        // Given
        ScriptedTarget target = target(2, Duration.ZERO).answers(200, body).answers(200, OK);

        // When
        Fetched fetched = fetcher(target).fetch("step");

        // Then
        assertThat(fetched).isInstanceOf(Fetched.Answered.class);
        assertThat(target.starts()).hasSize(2);
    }

    @Test
    void shouldNotAskAnyMoreWhenItIsToStop() throws Exception {
        // Given
        ScriptedTarget target = target(5, Duration.ZERO);
        clock.requestStop();

        // When
        Fetched fetched = fetcher(target).fetch("step");

        // Then
        assertThat(fetched).isEqualTo(new Fetched.Interrupted());
        assertThat(target.starts()).isEmpty();
    }

    private ScriptedTarget target(int attempts, Duration latency) {
        return new ScriptedTarget(
                clock,
                new CrawlSettings(
                        INTERVAL, attempts, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(5)),
                latency);
    }

    private PacedFetcher fetcher(ScriptedTarget target) {
        return new PacedFetcher(target, clock, random(), observer);
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    }
}
