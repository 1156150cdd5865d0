package io.marquee.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentCommandTest {

    private static final String EXPERIMENT = """
            {"experiment_id":"7","name":"ratings","lifecycle_stage":"active","creation_time":1769860800000,
             "last_update_time":1769860801000}""";
    private static final String RUNS = """
            {"runs":[
              {"info":{"run_id":"aaaaaaaa","run_name":"one","status":"FINISHED","start_time":1769860800000,
                       "end_time":1769860801500},
               "data":{"metrics":[{"key":"rmse","value":0.9},{"key":"mae","value":0.7}],
                       "params":[{"key":"rank","value":"8"},{"key":"seed","value":"1"}]}},
              {"info":{"run_id":"bbbbbbbb","run_name":"two","status":"RUNNING","start_time":1769860800000},
               "data":{"metrics":[{"key":"rmse","value":"NaN"}],
                       "params":[{"key":"rank","value":"16"},{"key":"seed","value":"1"}]}}]}""";

    private final StubService workhorse = new StubService()
            .answer("GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=ratings", 200, found())
            .answer("POST /api/2.0/mlflow/runs/search", 200, RUNS);
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    private static String found() {
        return "{\"experiment\":" + EXPERIMENT + "}";
    }

    @Test
    void shouldListExperiments() {
        workhorse.answer("POST /api/2.0/mlflow/experiments/search", 200, "{\"experiments\":[" + EXPERIMENT + "]}");

        assertThat(session.run("experiments", "list")).isZero();
        assertThat(session.out()).isEqualTo("""
                id  experiment  made                 last changed
                ────────────────────────────────────────────────────────
                 7  ratings     2026-01-31 12:00:00  2026-01-31 12:00:01

                next: ./marquee experiments show 7
                """);
    }

    @Test
    void shouldShowTheNewestRuns() {
        assertThat(session.run("experiments", "show", "ratings")).isZero();
        assertThat(session.out()).isEqualTo("""
                ratings, experiment 7

                run       name  status    began                took   metrics  params
                ─────────────────────────────────────────────────────────────────────
                aaaaaaaa  one   FINISHED  2026-01-31 12:00:00  1.5 s        2       2
                bbbbbbbb  two   RUNNING   2026-01-31 12:00:00               1       2

                next: ./marquee experiments compare 7 --metric 'rmse'
                """);
    }

    @Test
    void shouldFindAnExperimentByItsNumberWhenNoneHasThatName() {
        workhorse
                .answer("GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=7", 404, "{}")
                .answer("GET /api/2.0/mlflow/experiments/get?experiment_id=7", 200, found());

        assertThat(session.run("experiments", "show", "7")).isZero();
        assertThat(session.out()).startsWith("ratings, experiment 7\n");
    }

    @Test
    void shouldSayWhatTheCleanUpWouldTake() {
        // Given
        job("POST /api/v1/experiments/gc", "gc", """
                {"dry_run":true,"max_age_days":30,"runs":1,"experiments":2,"kept_for_versions":["x"],"files":3,
                 "bytes":4000,"uploads":1,"upload_bytes":1000000,"backups":2,"backup_bytes":2000000}""");

        // When
        int exit = session.run("experiments", "gc", "--dry-run");

        // Then
        assertThat(exit).isZero();
        assertThat(session.out()).isEqualTo("""
                what                         number    size
                ───────────────────────────────────────────
                runs in the bin                   1
                experiments in the bin            2
                files of runs that are gone       3  4.0 kB
                remains of killed uploads         1  1.0 MB
                old backups of everything         2  2.0 MB

                ✓ would go, after 30 days: 1 run, 2 experiments, 3.0 MB
                  kept, since a model version was made of it: 1 run

                next: ./marquee experiments gc --max-age-days 30
                """);
    }

    @Test
    void shouldBackUpAnExperimentAndBringItBack() {
        // Given
        job("POST /api/v1/experiments/backups", "backup", "{\"name\":\"tracking-1\",\"bytes\":1000}");
        workhorse.answer("GET /api/v1/experiments/backups", 200, """
                {"backups":[{"name":"tracking-2","bytes":10,"experiment":"7"},
                            {"name":"tracking-1","bytes":1000,"experiment":null}]}""");
        job("POST /api/v1/experiments/backups/tracking-1/restore", "restore", """
                {"experiments":1,"runs":2,"models":0,"webhooks":2,"webhooks_disabled":1,"files":3}""");

        // When / Then
        assertThat(session.run("experiments", "backup", "ratings")).isZero();
        assertThat(workhorse.requests()).contains("POST /api/v1/experiments/backups {\"experiment\":\"7\"}");
        assertThat(session.out()).isEqualTo("""
                ✓ backup tracking-1 of 1.0 kB, made in 1.5 s

                next: ./marquee experiments backup --list   ./marquee experiments restore tracking-1
                """);
        assertThat(session.run("experiments", "backup", "--list")).isZero();
        assertThat(session.out()).isEqualTo("""
                backup        size  of
                ────────────────────────────────
                tracking-2    10 B  experiment 7
                tracking-1  1.0 kB  everything
                """);
        assertThat(session.run("experiments", "restore", "tracking-1", "--experiment", "7"))
                .isZero();
        assertThat(workhorse.requests())
                .contains("POST /api/v1/experiments/backups/tracking-1/restore {\"experiment\":\"7\"}");
        assertThat(session.out()).startsWith("""
                ✓ back: 1 experiment, 2 runs, 0 models, 2 webhooks, 3 files, in 1.5 s
                ! 1 webhook disabled, the secret was kept with another marquee.webhook.secret-key;""");
    }

    @Test
    void shouldSayWhyUpkeepFailed() {
        // Given
        workhorse
                .answer("POST /api/v1/experiments/gc", 202, "{\"job_id\":\"gc\"}")
                .answer("GET /api/v1/experiments/jobs/gc", 200, """
                        {"job_id":"gc","state":"failed","error":"the service stopped while this ran; do this"}""");

        // When
        int exit = session.run("experiments", "gc");

        // Then
        assertThat(exit).isNotZero();
        assertThat(session.err()).contains("clean-up failed: the service stopped while this ran; do this");
    }

    @Test
    void shouldListUpkeep() {
        // Given
        workhorse.answer("GET /api/v1/experiments/jobs", 200, """
                {"jobs":[
                  {"kind":"backup","subject":null,"state":"running","phase":"packing files","objects":12,
                   "objects_total":340,"bytes":3400000,"bytes_total":80000000,"started_at":"2026-01-31T12:00:00Z"},
                  {"kind":"backup","subject":"7","state":"succeeded","result":{"name":"tracking-1","bytes":1000},
                   "started_at":"2026-01-31T11:00:00Z","finished_at":"2026-01-31T11:00:01.5Z"},
                  {"kind":"restore","subject":"tracking-0","state":"failed","error":"nothing was brought back",
                   "started_at":"2026-01-31T10:00:00Z","finished_at":"2026-01-31T10:00:02Z"}]}""");

        // When
        int exit = session.run("experiments", "jobs");

        // Then
        assertThat(exit).isZero();
        assertThat(session.out()).isEqualTo("""
                began                what     of            state      took   how far, or why not
                ─────────────────────────────────────────────────────────────────────────────────────────────────────────
                2026-01-31 12:00:00  backup   everything    running           packing files, 12 of 340, 3.4 MB of 80.0 MB
                2026-01-31 11:00:00  backup   experiment 7  succeeded  1.5 s  backup tracking-1 of 1.0 kB
                2026-01-31 10:00:00  restore  tracking-0    failed     2.0 s  nothing was brought back
                """);
    }

    /** A job that has ended by the time that somebody asks. */
    private void job(String request, String id, String result) {
        workhorse
                .answer(request, 202, "{\"job_id\":\"" + id + "\"}")
                .answer("GET /api/v1/experiments/jobs/" + id, 200, """
                        {"job_id":"%s","state":"succeeded","started_at":"2026-01-31T12:00:00Z",
                         "finished_at":"2026-01-31T12:00:01.5Z","result":%s}""".formatted(id, result));
    }

    @Test
    void shouldCompareRunsByAMetricAndDrawItsCurves(@TempDir Path folder) throws Exception {
        // Given
        workhorse
                .answer(
                        "GET /api/2.0/mlflow/metrics/get-history?run_id=aaaaaaaa&metric_key=rmse",
                        200,
                        "{\"metrics\":[{\"step\":1,\"value\":0.9},{\"step\":0,\"value\":1.4},{\"step\":2,\"value\":\"NaN\"}]}")
                .answer("GET /api/2.0/mlflow/metrics/get-history?run_id=bbbbbbbb&metric_key=rmse", 200, "{}");
        Path picture = folder.resolve("rmse.png");

        // When
        int exit = session.run(
                "experiments", "compare", "ratings", "--metric", "rmse", "--ascending", "--png", picture.toString());

        // Then
        assertThat(exit).isZero();
        assertThat(session.out()).isEqualTo("""
                run       name  rmse  mae  rank
                ───────────────────────────────
                aaaaaaaa  one    0.9  0.7  8
                bbbbbbbb  two    NaN       16
                """);
        assertThat(session.err()).isEqualTo("1 curve in " + picture + "\n");
        assertThat(workhorse.requests()).anyMatch(request -> request.contains("\"metrics.`rmse` ASC\""));
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(1000);
    }
}
