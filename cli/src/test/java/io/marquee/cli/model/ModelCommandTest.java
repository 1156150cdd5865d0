package io.marquee.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import io.marquee.cli.command.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelCommandTest {

    private static final String FIRST = """
            {"model":"movie-rating","version":1,"stage":"Archived","aliases":[],"description":"the first",
             "location":"runs:/r1/model","run_id":"r1","created_at":"2026-01-31T12:00:00Z","tags":{},
             "run":{"params":{"rank":"8"},"metrics":{"rmse":0.91},"data_sets":["ratings@abc"]}}""";
    private static final String SECOND = """
            {"model":"movie-rating","version":2,"stage":"Production","aliases":["champion"],"description":null,
             "location":"runs:/r2/model","run_id":"r2","created_at":"2026-01-31T13:00:00Z","tags":{"team":"a"}}""";
    private static final String MODEL = "{\"name\":\"movie-rating\",\"versions\":[" + SECOND + "," + FIRST + "]}";

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldListModelsWithWhatIsInUse() {
        workhorse.answer("GET /api/v1/models", 200, "{\"models\":[" + MODEL + "]}");

        assertThat(session.run("models", "list")).isZero();
        assertThat(session.out()).isEqualTo("""
                model         versions  in use                              newest  made
                ───────────────────────────────────────────────────────────────────────────────────────
                movie-rating         2  2 Production @champion; 1 Archived       2  2026-01-31 13:00:00

                next: ./marquee models show movie-rating
                """);
    }

    @Test
    void shouldShowOneVersionWithWhatItsRunLogged() {
        workhorse.answer("GET /api/v1/models/movie-rating/versions/1", 200, FIRST);

        assertThat(session.run("models", "show", "movie-rating", "1")).isZero();
        assertThat(session.out()).isEqualTo("""
                movie-rating version 1, Archived

                made   2026-01-31 12:00:00
                files  runs:/r1/model
                run    r1
                data   ratings@abc

                metric  value
                ─────────────
                rmse    0.91

                parameter  value
                ────────────────
                rank       8
                """);
    }

    @Test
    void shouldRegisterPromoteRollBackAndRetire() {
        workhorse
                .answer("POST /api/v1/models/movie-rating/versions", 201, SECOND)
                .answer("POST /api/v1/models/movie-rating/versions/latest/promote", 200, SECOND)
                .answer("POST /api/v1/models/movie-rating/rollback", 200, FIRST)
                .answer(
                        "POST /api/v1/models/movie-rating/versions/1/retire",
                        409,
                        "{\"detail\":\"Version 1 is the champion\"}");

        assertThat(session.run("models", "register", "movie-rating", "--run", "r2", "--tag", "team=a"))
                .isZero();
        assertThat(session.out()).startsWith("✓ version 2 of movie-rating\n");
        assertThat(workhorse.requests().getLast()).contains("\"run_id\":\"r2\"").contains("{\"team\":\"a\"}");
        assertThat(session.run("models", "promote", "movie-rating", "latest")).isZero();
        assertThat(session.out()).startsWith("✓ version 2 is the champion of movie-rating\n");
        assertThat(session.run("models", "rollback", "movie-rating")).isZero();
        assertThat(session.out()).startsWith("✓ version 1 is the champion of movie-rating again\n");
        assertThat(session.run("models", "retire", "movie-rating", "1")).isEqualTo(ExitCode.FAILED);
        assertThat(session.err()).contains("Version 1 is the champion");
    }

    @Test
    void shouldCompareTwoVersionsAndLeaveOutWhatIsTheSame() {
        workhorse.answer(
                "GET /api/v1/models/movie-rating/compare?left=1&right=champion", 200, """
                {"left":%s,"right":%s,
                 "params":[{"key":"rank","left":"8","right":"16","same":false},
                           {"key":"seed","left":"1","right":"1","same":true}],
                 "metrics":[{"key":"mae","left":null,"right":0.7,"change":null},
                            {"key":"rmse","left":0.91,"right":0.95,"change":0.04}]}""".formatted(FIRST, SECOND));

        assertThat(session.run("models", "compare", "movie-rating", "1", "champion"))
                .isZero();
        assertThat(session.out()).isEqualTo("""
                metric  version 1  version 2  change
                ────────────────────────────────────
                mae                      0.7
                rmse         0.91       0.95   +0.04

                parameter  version 1  version 2
                ───────────────────────────────
                rank       8          16

                1 parameter the same in both (--all shows them)
                """);
    }
}
