package io.marquee.cli.data.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuarantineCommandTest {

    private static final String ENTRY = """
            {"quarantine_id":8,"ingestion_id":"01","event_id":null,"source":"standard","table":"ratings",
             "file":"ratings.csv","line":12004,"raw":"1,2,11,\\u001b[31m9",
             "fields":{"user_id":"1","movie_id":"2","rating":"11","rated_at":null},"field":"rating",
             "reason":"must be 0.5 to 5, got: 11","replayable":true,"tries":0}""";

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldListWhatIsInQuarantine() {
        workhorse.answer(
                "GET /api/v1/quarantine?limit=50&ingestion_id=01&table=ratings&reason=must%20be",
                200, """
                {"entries":[%s,
                 {"quarantine_id":7,"ingestion_id":null,"event_id":"e","file":"movie-user-interactions","line":0,
                  "raw":"{}","field":"","reason":"cannot be read"}]}""".formatted(ENTRY));

        assertThat(session.run(
                        "data", "quarantine", "list", "--ingestion", "01", "--table", "ratings", "--reason", "must be"))
                .isZero();
        assertThat(session.out()).isEqualTo("""
                id  file                       line  field   reason                     as it came
                ─────────────────────────────────────────────────────────────────────────────────────
                 8  ratings.csv              12,004  rating  must be 0.5 to 5, got: 11  1,2,11,·[31m9
                 7  movie-user-interactions                  cannot be read             {}

                next: ./marquee data quarantine show 8   ./marquee data quarantine replay --help
                """);
    }

    @Test
    void shouldSaySoWhenNothingIsInQuarantine() {
        workhorse.answer("GET /api/v1/quarantine?limit=5", 200, "{\"entries\":[]}");

        assertThat(session.run("data", "quarantine", "list", "--limit", "5")).isZero();
        assertThat(session.out()).isEqualTo("✓ nothing of that is in quarantine\n");
    }

    @Test
    void shouldCountReasons() {
        workhorse.answer("GET /api/v1/quarantine/counts?limit=100", 200, """
                {"counts":[{"source":"standard","table":"ratings","field":"rating","reason":"must be N to N, got: …",
                            "entries":1234,"replayable":1200}]}""");

        session.run("data", "quarantine", "reasons");
        assertThat(session.out()).isEqualTo("""
                entries  replayable  source    table    field   reason
                ───────────────────────────────────────────────────────────────────────
                  1,234       1,200  standard  ratings  rating  must be N to N, got: …
                """.replaceFirst("─+", "─".repeat(70)));
    }

    @Test
    void shouldShowOneEntryAndHowToCorrectIt() {
        workhorse.answer("GET /api/v1/quarantine?limit=1&before=9", 200, "{\"entries\":[" + ENTRY + "]}");

        assertThat(session.run("data", "quarantine", "show", "8")).isZero();
        assertThat(session.out()).isEqualTo("""
                ratings.csv, line 12,004: must be 0.5 to 5, got: 11

                column    value
                ────────────────────────
                user_id   1
                movie_id  2
                rating    11     refused
                rated_at

                next: ./marquee data quarantine replay 8 --set 8.rating=VALUE   ./marquee data quarantine discard 8 --why TEXT
                """);
    }

    @Test
    void shouldSayWhenAnEntryHasLeft() {
        workhorse.answer("GET /api/v1/quarantine?limit=1&before=10", 200, "{\"entries\":[" + ENTRY + "]}");

        assertThat(session.run("data", "quarantine", "show", "9")).isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: there is no entry 9 in quarantine (any more)\n");
    }

    @Test
    void shouldReplayWithCorrectionsAndWatchTheIngestion() {
        workhorse.answer("POST /api/v1/quarantine/replay", 202, """
                        {"ingestions":[{"ingestion_id":"i","source":"standard","entries":2}],"events_accepted":3,
                         "events_refused":1,"not_replayable":[5]}""").answer("GET /api/v1/ingestions/i", 200, """
                        {"ingestion_id":"i","state":"succeeded","rows_per_second":2.0,
                         "movies":{"read":0,"accepted":0,"rejected":0},"ratings":{"read":2,"accepted":2,"rejected":0},
                         "started_at":"2026-01-31T12:00:00Z","finished_at":"2026-01-31T12:00:01Z"}""");

        assertThat(session.run(
                        "data", "quarantine", "replay", "8", "9", "--set", "8.rating=4.5", "--set", "9.title=a=b.c"))
                .isZero();
        assertThat(session.out()).startsWith("""
                ✓ 3 events accepted, 1 refused again
                2 rows of standard are sent through again
                ! these need corrected values (--set), or were cut when they came: [5]
                ✓ ingestion i: 2 ratings loaded in 1.0 s, 2.0 rows/s
                """);
        assertThat(workhorse.requests().getFirst())
                .isEqualTo("POST /api/v1/quarantine/replay {\"ids\":[8,9],\"corrections\":{\"8\":{\"rating\":\"4.5\"},"
                        + "\"9\":{\"title\":\"a=b.c\"}},\"dry_run\":false}");
    }

    @Test
    void shouldRefuseACorrectionThatIsNone() {
        assertThat(session.run("data", "quarantine", "replay", "8", "--set", "rating=4.5"))
                .isEqualTo(2);
        assertThat(session.err()).isEqualTo("marquee: --set must be such as 17.rating=4.5, got: rating=4.5\n");
    }

    @Test
    void shouldDiscardByIdOrByWhatTheyAre() {
        workhorse
                .answer("DELETE /api/v1/quarantine/8?reason=no%20such%20film", 200, "{\"discarded\":1}")
                .answer("DELETE /api/v1/quarantine?reason=old&source=imdb", 200, "{\"discarded\":12}");

        assertThat(session.run("data", "quarantine", "discard", "8", "--why", "no such film"))
                .isZero();
        assertThat(session.out()).isEqualTo("✓ 1 entry is discarded\n");
        session.run("data", "quarantine", "discard", "--source", "imdb", "--why", "old");
        assertThat(session.out()).isEqualTo("✓ 12 entries are discarded\n");
        assertThat(session.run("data", "quarantine", "discard", "8")).isEqualTo(2);
        assertThat(session.run("data", "quarantine", "discard", "8", "--table", "x", "--why", "y"))
                .isEqualTo(2);
    }
}
