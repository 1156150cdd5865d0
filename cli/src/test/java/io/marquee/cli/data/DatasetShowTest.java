package io.marquee.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatasetShowTest {

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldShowWhatEachColumnHolds() {
        // Given
        workhorse
                .answer("GET /api/v1/datasets/movies", 200, "{\"name\":\"movies\",\"rows\":9742,\"bytes\":2204000}")
                .answer("GET /api/v1/datasets/movies/columns", 200, """
                        {"dataset":"movies","rows":9742,"sampled_rows":5000,"exact":false,"columns":[
                         {"name":"year","type":"int4","nulls":13,"null_share":0.0013,
                          "distinct":{"count":106,"exact":true},
                          "numbers":{"min":1902.0,"max":2018.0,"mean":1994.6,"stddev":18.5,"quantiles":{"p50":1999.0},
                           "histogram":[{"from":1902,"to":1960,"count":100},{"from":1960,"to":2018,"count":800}]}},
                         {"name":"vote_count","type":"int8","nulls":4871,"null_share":0.5,
                          "distinct":{"count":1200,"exact":false},
                          "numbers":{"min":0.0,"max":1234567.0,"mean":5.25,"quantiles":{"p50":10.5},"histogram":[]}},
                         {"name":"genres","type":"text[]","nulls":0,"null_share":0.0,
                          "distinct":{"count":951,"exact":true},"lengths":{"min":0,"max":10,"mean":2.3},
                          "top":[{"value":"Drama","count":4361,"share":0.447},{"value":"Comedy","count":3756,"share":0.386},
                                 {"value":"A genre that is too long for a table","count":500,"share":0.05},
                                 {"value":"War","count":400,"share":0.04}]},
                         {"name":"title","type":"text","nulls":0,"null_share":0.0,
                          "distinct":{"count":9461,"exact":true},
                          "top":[{"value":"Hamlet","count":5,"share":0.0005}]},
                         {"name":"updated_at","type":"timestamptz","nulls":0,"null_share":0.0,
                          "distinct":{"count":1,"exact":true},
                          "times":{"min":"2026-01-31T12:00:00Z","max":"2026-01-31T23:59:59.999Z",
                           "quantiles":{"p50":"2026-01-31T12:00:00Z"},"histogram":[{"count":9742}]}}]}""");
        // When
        int code = session.run("data", "show", "movies");
        // Then
        assertThat(code).isZero();
        assertThat(session.out()).isEqualTo("""
                movies: 9,742 rows, 2.2 MB; distributions are of 5,000 rows

                column      type         unknown  distinct         min      median         max  distribution, or most frequent values
                ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                year        int4            <1 %       106        1902        1999        2018  ▁█
                vote_count  int8            50 %    ~1,200           0        10.5   1,234,567
                genres      text[]             -       951                                      Drama 45 %, Comedy 39 %, A genre that is too lon… 5 %
                title       text               -     9,461
                updated_at  timestamptz        -         1  2026-01-31  2026-01-31  2026-01-31  █
                """.replaceAll("─+", "─".repeat(133)));
    }

    @Test
    void shouldSayWhichTablesThereAreWhenItIsNone() {
        workhorse.answer(
                "GET /api/v1/datasets/x%20y/columns", 404, "{\"detail\":\"there is no dataset x y, only movies\"}");

        assertThat(session.run("data", "show", "x y")).isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: there is no dataset x y, only movies\n");
    }
}
