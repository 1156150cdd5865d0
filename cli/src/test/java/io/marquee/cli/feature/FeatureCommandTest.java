package io.marquee.cli.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeatureCommandTest {

    private static final String VIEW = """
            {"name":"user_behaviour","version":2,"entities":["user"],
             "join_keys":["user_id"],"description":"How a user rates.","owner":"data",
             "computation":"sql","sources":["movies","ratings"],"push_source":null,
             "ttl_seconds":0,"online_ttl_seconds":2592000,
             "fields":[{"name":"rating_count","type":"INT64","description":"How many.","min":1,"max":null},
                       {"name":"rating_mean","type":"DOUBLE","description":"Mean of the stars.","min":0.5,"max":5}],
             "offline":{"view":"user_behaviour","rows":24410,"snapshot_at":"2026-01-31T12:00:00Z"},
             "online":{"view":"user_behaviour","rows_written":610,"materialized_at":"2026-01-31T12:00:05Z"}}""";

    private static final String STARTED = "{\"job_id\":\"j\",\"state\":\"running\",\"step\":\"starting\"}";

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldListViewsWithTheStateOfTheirRows() {
        workhorse.answer("GET /api/v1/features/views", 200, "{\"views\":[" + VIEW + "]}");

        assertThat(session.run("features", "list")).isZero();
        assertThat(session.out()).isEqualTo("""
                view            version  keys     features  offline rows  of the catalogue at  online rows  online since
                ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
                user_behaviour        2  user_id         2        24,410  2026-01-31 12:00:00          610  2026-01-31 12:00:05

                next: ./marquee features show user_behaviour
                """);
    }

    @Test
    void shouldShowWhatAViewIsMadeOf() {
        workhorse.answer("GET /api/v1/features/views/user_behaviour", 200, VIEW);

        assertThat(session.run("features", "show", "user_behaviour")).isZero();
        assertThat(session.out()).isEqualTo("""
                user_behaviour version 2, of user_id, owned by data
                How a user rates.

                from     movies, ratings by sql
                ttl      forever in training, 30 d online
                offline  24,410 rows of the catalogue at 2026-01-31 12:00:00
                online   610 rows written at 2026-01-31 12:00:05

                feature       type    valid     what it is
                ──────────────────────────────────────────────────
                rating_count  INT64   from 1    How many.
                rating_mean   DOUBLE  0.5 to 5  Mean of the stars.

                next: ./marquee features stats user_behaviour
                """);
    }

    @Test
    void shouldBuildAndSayHowManyRowsEachViewHas() {
        workhorse.answer("POST /api/v1/features/jobs", 202, STARTED).answer("GET /api/v1/features/jobs/j", 200, """
                        {"job_id":"j","state":"succeeded","started_at":"2026-01-31T12:00:00Z",
                         "finished_at":"2026-01-31T12:00:01.5Z",
                         "result":{"builds":[{"view":"labels","version":1,"rows":24410},
                                             {"view":"user_behaviour","version":2,"rows":24000}]}}""");

        assertThat(session.run("features", "build")).isZero();
        assertThat(session.out()).isEqualTo("""
                ✓ built 48,410 rows in 1.5 s

                view            version    rows
                ───────────────────────────────
                labels                1  24,410
                user_behaviour        2  24,000

                next: ./marquee features materialize
                """);
        assertThat(workhorse.requests().getFirst()).isEqualTo("POST /api/v1/features/jobs {\"kind\":\"build\"}");
    }

    @Test
    void shouldMaterializeWhatItIsAskedFor() {
        workhorse.answer("POST /api/v1/features/jobs", 202, STARTED).answer("GET /api/v1/features/jobs/j", 200, """
                        {"job_id":"j","state":"succeeded","started_at":"2026-01-31T12:00:00Z",
                         "finished_at":"2026-01-31T12:00:00.3Z",
                         "result":{"views":[{"view":"user_behaviour","rows_written":610,"rows_newer":2}]}}""");

        assertThat(session.run("features", "materialize", "user_behaviour", "--incremental"))
                .isZero();
        assertThat(session.out()).isEqualTo("""
                ✓ online: 610 rows in 0.3 s

                view            rows written  newer ones left alone
                ───────────────────────────────────────────────────
                user_behaviour           610                      2

                next: ./marquee features list
                """);
        assertThat(workhorse.requests().getFirst())
                .isEqualTo("POST /api/v1/features/jobs {\"kind\":\"materialize_incremental\","
                        + "\"views\":[\"user_behaviour\"],\"start\":null,\"end\":null,\"force\":false}");
        assertThat(session.run("features", "materialize", "--incremental", "--rebuild"))
                .isEqualTo(2);
    }

    @Test
    void shouldEndWithOneAndTheReasonWhenAJobFails() {
        workhorse
                .answer("POST /api/v1/features/jobs", 202, STARTED)
                .answer(
                        "GET /api/v1/features/jobs/j",
                        200,
                        "{\"job_id\":\"j\",\"state\":\"failed\",\"error\":\"the online store does not answer\"}");

        assertThat(session.run("features", "materialize")).isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: materialization failed: the online store does not answer\n");
    }

    @Test
    void shouldGetValuesOfEntities() {
        workhorse.answer("POST /api/v1/features/rows", 200, """
                {"rows":[{"entity":{"user_id":1},"features":[
                            {"view":"user_behaviour","feature":"rating_mean","status":"PRESENT","value":3.75,
                             "event_timestamp":"2026-01-31T12:00:00Z"},
                            {"view":"user_behaviour","feature":"rating_stddev","status":"NULL_VALUE","value":null,
                             "event_timestamp":"2026-01-31T12:00:00Z"}]},
                         {"entity":{"user_id":2},"features":[
                            {"view":"user_behaviour","feature":"rating_mean","status":"NOT_FOUND","value":null,
                             "event_timestamp":null},
                            {"view":"user_behaviour","feature":"rating_stddev","status":"NOT_FOUND","value":null,
                             "event_timestamp":null}]}]}""");

        assertThat(session.run("features", "get", "user_behaviour", "user_id=1,2"))
                .isZero();
        assertThat(session.out().lines().map(String::stripTrailing))
                .containsExactly(
                        "entity     feature                       value    true since",
                        "─────────────────────────────────────────────────────────────────────",
                        "user_id=1  user_behaviour:rating_mean    3.75     2026-01-31 12:00:00",
                        "user_id=1  user_behaviour:rating_stddev  unknown  2026-01-31 12:00:00",
                        "user_id=2  user_behaviour:rating_mean    no row",
                        "user_id=2  user_behaviour:rating_stddev  no row");
        assertThat(workhorse.requests().getFirst())
                .isEqualTo("POST /api/v1/features/rows {\"features\":[\"user_behaviour\"],\"feature_service\":null,"
                        + "\"entities\":{\"user_id\":[1,2]}}");
    }

    @Test
    void shouldSayHowToAskForValues() {
        assertThat(session.run("features", "get", "user_behaviour")).isEqualTo(2);
        assertThat(session.err()).contains("say of which entities, for example user_id=1,2");
        assertThat(session.run("features", "get", "user_id=1")).isEqualTo(2);
        assertThat(session.err()).contains("name views or features, or a --service, and not both");
    }

    @Test
    void shouldDescribeTheRowsOfAView() {
        workhorse.answer("GET /api/v1/features/views/user_behaviour/statistics", 200, """
                {"view":"user_behaviour","version":2,"made_at":"2026-01-31T12:00:00Z",
                 "offline":{"build_id":"b","snapshot_at":"2026-01-31T11:00:00Z","rows":{"rows":24410,"entities":610,
                   "newest_row":"2026-01-31T11:00:00Z","oldest_entity":"2026-01-01T12:00:00Z","violations":2,"fields":[
                     {"name":"rating_mean","type":"DOUBLE","nulls":0,"null_rate":0,"distinct":321,
                      "rule":{"min":0.5,"max":5},"violations":2,
                      "numbers":{"min":0.5,"max":7,"mean":3.512,"stddev":0.4,"quantiles":{"p50":3.5},
                                 "histogram":[{"count":1},{"count":8},{"count":4}]}},
                     {"name":"favourite_genre","type":"STRING","nulls":2441,"null_rate":0.1,"distinct":18,"violations":0,
                      "top":[{"value":"Drama","count":9000,"share":0.41},{"value":"Comedy","count":50,"share":0.002}]}]}},
                 "online":{"entities_looked_for":610,"entities_missing":10,"rows":{"rows":600,"entities":600,
                   "newest_row":"2026-01-31T11:59:58Z","oldest_entity":"2026-01-01T12:00:00Z","violations":0,
                   "fields":[]}}}""");

        assertThat(session.run("features", "stats", "user_behaviour")).isZero();
        assertThat(session.out()).isEqualTo("""
                user_behaviour version 2
                offline  24,410 rows of ~610 entities; newest row 1 h 0 min old, longest unchanged entity 30 d
                online   600 of 610 entities drawn have a row; newest row 2.0 s old, longest unchanged entity 30 d

                feature          unknown  distinct  min  median  mean  max  stddev  invalid  distribution, or most frequent values
                ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                rating_mean            -      ~321  0.5     3.5  3.51    7     0.4        2  ▁█▄
                favourite_genre     10 %       ~18                                        -  Drama 41 %

                ✗ 2 values outside of what is valid

                next: ./marquee features stats user_behaviour --online
                """);
    }

    @Test
    void shouldNameTheFeatureThatServingSeesDifferently() {
        workhorse.answer("POST /api/v1/features/skew", 200, """
                {"made_at":"2026-01-31T12:00:00Z","until":"2026-01-31T11:59:00Z","events":40,"waiting":0,"complete":true,
                 "answers":{"model":30,"cold_start":9,"degraded":1},"compared":80,"skewed":1,"tolerance":1e-6,
                 "settle_seconds":10,"features":[
                   {"view":"user_behaviour","feature":"rating_mean","compared":40,"ratio":0.025,
                    "outcomes":{"equal":39,"differing":1},"cold_start":{},"other_version":2,"max_difference":3.25,
                    "mean_difference":0.08,"examples":[{"outcome":"differing","event_id":"e",
                      "predicted_at":"2026-01-31T11:58:00Z","entity":"user_id 7","row_time":"2026-01-31T11:00:00Z",
                      "served":0.75,"offline":4.0}]},
                   {"view":"user_behaviour","feature":"rating_count","compared":40,"ratio":0,"outcomes":{"equal":40},
                    "cold_start":{},"other_version":0,"max_difference":0,"mean_difference":0,"examples":[]}]}""");

        assertThat(session.run("features", "skew")).isZero();
        assertThat(session.out()).startsWith("""
                ✗ 1 of 80 values of 40 prediction events differ from what training sees
                  predictions: 30 by the model, 9 cold starts, 1 without features; 0 wait for a build
                  equal means: numbers within 0.000001 of each other, or as they were 10 s before

                """);
        assertThat(session.out())
                .contains("user_behaviour:rating_mean         40     39      -          1             -            -"
                        + "               2                 3.25\n")
                .contains("user_behaviour:rating_mean  user_id 7  2026-01-31 11:58:00  differing  0.75    4.0"
                        + "      2026-01-31 11:00:00\n")
                .endsWith("\nnext: ./marquee features skew --last\n");
    }

    @Test
    void shouldSayThatThereIsNoSkewOrNothingToCompare() {
        workhorse.answer("GET /api/v1/features/skew", 200, """
                {"until":"2026-01-31T11:59:00Z","events":40,"waiting":7,"complete":true,"answers":{"model":40},
                 "compared":520,"skewed":0,"tolerance":1e-6,"settle_seconds":10,"features":[]}""").answer("POST /api/v1/features/skew", 200, """
                {"until":"2026-01-31T11:59:00Z","events":0,"waiting":7,"complete":true,"answers":{},
                 "compared":0,"skewed":0,"tolerance":1e-6,"settle_seconds":10,"features":[]}""");

        session.run("features", "skew", "--last");
        assertThat(session.out())
                .startsWith("✓ no skew: 520 values of 40 prediction events are what training sees\n")
                .endsWith("\nnext: ./marquee features build\n");
        session.run("features", "skew");
        assertThat(session.out())
                .startsWith("! nothing to compare: no kept prediction is covered by the offline rows, which are of"
                        + " 2026-01-31 11:59:00\n");
    }
}
