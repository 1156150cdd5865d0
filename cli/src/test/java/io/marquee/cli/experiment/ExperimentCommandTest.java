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
    void shouldEmptyTheBinBackUpAndRestore() {
        // Given
        workhorse
                .answer("POST /api/v1/experiments/gc", 200, """
                        {"dry_run":true,"runs":1,"experiments":2,"kept_for_versions":["x"],"files":3,"bytes":4000}""")
                .answer("POST /api/v1/experiments/backups", 201, "{\"name\":\"tracking-1\",\"bytes\":1000}")
                .answer("GET /api/v1/experiments/backups", 200, """
                        {"backups":[{"name":"tracking-2","bytes":10,"experiment":"7"},
                                    {"name":"tracking-1","bytes":1000,"experiment":null}]}""")
                .answer("POST /api/v1/experiments/backups/tracking-1/restore", 200, """
                        {"experiments":1,"runs":2,"models":0,"files":3}""");

        // When / Then
        assertThat(session.run("experiments", "gc", "--dry-run")).isZero();
        assertThat(session.out()).isEqualTo("""
                would go: 1 run, 2 experiments, 3 files of 4.0 kB
                kept for a model version: 1 run
                """);
        assertThat(session.run("experiments", "backup", "ratings")).isZero();
        assertThat(workhorse.requests().getLast()).endsWith("{\"experiment\":\"7\"}");
        assertThat(session.out()).startsWith("✓ backup tracking-1 of 1.0 kB\n");
        assertThat(session.run("experiments", "backup", "--list")).isZero();
        assertThat(session.out()).isEqualTo("""
                backup        size  of
                ────────────────────────────────
                tracking-2    10 B  experiment 7
                tracking-1  1.0 kB  everything
                """);
        assertThat(session.run("experiments", "restore", "tracking-1")).isZero();
        assertThat(session.out()).isEqualTo("✓ back: 1 experiment, 2 runs, 0 models, 3 files\n");
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
