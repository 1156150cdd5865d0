package io.marquee.controltower.orchestration.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DagFileParserTest {

    private final DagFileParser parser = new DagFileParser(new DagFileParser.Defaults(3, Duration.ofSeconds(2), null));

    @Test
    void shouldReadEverythingThatAFileMaySay() throws InvalidDagFileException {
        // When
        Dag dag = parser.parse("""
                dag_id: nightly
                description: Loads and trains.
                schedule: "30 4 * * 1-5"
                timezone: Asia/Seoul
                tags: [movies, test]
                owner: data-team
                max_active_runs: 2
                max_active_tasks: 4
                catchup: false
                is_paused_upon_creation: true
                default_args:
                  retries: 1
                  retry_delay: 5m
                  execution_timeout: PT1H
                tasks:
                  - task_id: train
                    operator: train
                    params: {recipe: r.yaml, rows: 10, share: 0.5, strict: true, tags: [a, {b: null}], text: "10"}
                    depends_on: [load]
                    retries: 0
                    retry_delay: 500ms
                    execution_timeout: 90
                  - task_id: load
                    operator: ingest
                """);

        // Then
        assertThat(dag.dagId()).isEqualTo("nightly");
        assertThat(dag.description()).isEqualTo("Loads and trains.");
        assertThat(dag.schedule()).isEqualTo(new Schedule("30 4 * * 1-5", ZoneId.of("Asia/Seoul")));
        assertThat(dag.tags()).containsExactly("movies", "test");
        assertThat(dag.owner()).isEqualTo("data-team");
        assertThat(dag.maxActiveRuns()).isEqualTo(2);
        assertThat(dag.maxActiveTasks()).isEqualTo(4);
        assertThat(dag.pausedUponCreation()).isTrue();
        assertThat(dag.tasks())
                .containsExactly(
                        new TaskDefinition(
                                "load", "ingest", Map.of(), List.of(), 1, Duration.ofMinutes(5), Duration.ofHours(1)),
                        new TaskDefinition(
                                "train",
                                "train",
                                Map.of(
                                        "recipe",
                                        "r.yaml",
                                        "rows",
                                        10L,
                                        "share",
                                        0.5,
                                        "strict",
                                        true,
                                        "tags",
                                        Arrays.asList("a", java.util.Collections.singletonMap("b", null)),
                                        "text",
                                        "10"),
                                List.of("load"),
                                0,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(90)));
    }

    @Test
    void shouldTakeTheDefaultsWhenAFileSaysLittle() throws InvalidDagFileException {
        // When
        Dag dag = parser.parse("dag_id: small\ntasks: [{task_id: a, operator: work}]\n");

        // Then
        assertThat(dag)
                .isEqualTo(new Dag(
                        "small",
                        null,
                        null,
                        List.of(),
                        "marquee",
                        1,
                        16,
                        false,
                        List.of(new TaskDefinition("a", "work", Map.of(), List.of(), 3, Duration.ofSeconds(2), null))));
    }

    @Test
    void shouldReadTheShippedPipeline() throws InvalidDagFileException, IOException {
        // When
        Dag dag = parser.parse(Files.readString(Path.of("../config/dags/movie_training_pipeline.yaml")));

        // Then
        assertThat(dag.tasks())
                .extracting(TaskDefinition::taskId)
                .containsExactly(
                        "build_features",
                        "materialize_features",
                        "train_movie_rating",
                        "train_personal_rating",
                        "promote_movie_rating",
                        "promote_personal_rating");
        assertThat(dag.schedule()).isEqualTo(new Schedule("@weekly", ZoneId.of("UTC")));
        assertThat(dag.tasks()).allMatch(task -> task.retries() == 3);
        assertThat(dag.maxActiveRuns()).isEqualTo(1);
    }

    @Test
    void shouldReadTheShippedCollectionWhichWaitsForAKey() throws InvalidDagFileException, IOException {
        // When
        Dag dag = parser.parse(Files.readString(Path.of("../config/dags/movie_data_collection.yaml")));

        // Then
        assertThat(dag.pausedUponCreation()).isTrue();
        assertThat(dag.schedule()).isEqualTo(new Schedule("@daily", ZoneId.of("UTC")));
        assertThat(dag.tasks())
                .extracting(TaskDefinition::operator)
                .containsExactly("crawl", "snapshot", "build_features", "materialize_features");
        assertThat(dag.tasks().getFirst().params())
                .containsEntry("source", "tmdb")
                .containsEntry("pages", "1-3");
    }

    static List<Arguments> brokenFiles() {
        String head = "dag_id: d\n";
        return List.of(
                Arguments.of("", "the file is empty"),
                Arguments.of("- a\n- b\n", "line 1: the file must consist of 'key: value' entries"),
                Arguments.of("dag_id: [\n", "line 2: not YAML: expected the node content, but found '<stream end>'"),
                Arguments.of("tasks:\n  - {task_id: a, operator: x}\n", "line 1: key 'dag_id' is required"),
                Arguments.of(head, "line 1: a DAG needs at least one task"),
                Arguments.of(
                        head + "owners: me\n",
                        "line 2: unknown key 'owners', known here: catchup, dag_id, default_args, description,"
                                + " is_paused_upon_creation, max_active_runs, max_active_tasks, owner, schedule, tags,"
                                + " tasks, timezone"),
                Arguments.of(head + "dag_id: e\n", "line 2: key 'dag_id' is given twice"),
                Arguments.of(
                        head + "max_active_runs: none\ntasks: [{task_id: a, operator: x}]\n",
                        "line 2: 'max_active_runs' must be a whole number, got: 'none'"),
                Arguments.of(
                        head + "max_active_runs: 0\ntasks: [{task_id: a, operator: x}]\n",
                        "line 2: 'max_active_runs' must be at least 1, got: 0"),
                Arguments.of(
                        head + "catchup: true\ntasks: [{task_id: a, operator: x}]\n",
                        "line 2: 'catchup' must be false: only the newest missed run is made up for"),
                Arguments.of(head + "catchup: maybe\n", "line 2: 'catchup' must be true or false, got: 'maybe'"),
                Arguments.of(
                        head + "schedule: '@dayly'\ntasks: [{task_id: a, operator: x}]\n",
                        "line 2: 'schedule' must be a cron expression or one of [@daily, @hourly, @monthly, @quarterly,"
                                + " @weekly, @yearly], got: '@dayly'"),
                Arguments.of(
                        head + "timezone: Mars/Base\ntasks: [{task_id: a, operator: x}]\n",
                        "line 2: 'timezone' is not known: 'Mars/Base'"),
                Arguments.of(
                        head + "default_args: {retry: 3}\ntasks: [{task_id: a, operator: x}]\n",
                        "line 2: unknown key 'retry', known here: execution_timeout, retries, retry_delay"),
                Arguments.of(head + "tasks:\n  - task_id: a\n", "line 3: key 'operator' is required"),
                Arguments.of(
                        head + "tasks:\n  - task_id: a b\n    operator: x\n",
                        "line 3: 'task_id' must be 1 to 250 letters, digits, '.', '_' or '-', got: 'a b'"),
                Arguments.of(
                        head + "tasks:\n  - {task_id: a, operator: x}\n  - {task_id: a, operator: y}\n",
                        "line 4: task id 'a' is used twice, first in line 3"),
                Arguments.of(
                        head + "tasks:\n  - task_id: a\n    operator: x\n    depends_on: [b]\n",
                        "line 5: task 'a' depends on unknown task 'b'"),
                Arguments.of(
                        head + "tasks:\n  - {task_id: a, operator: x, depends_on: [c]}\n"
                                + "  - {task_id: b, operator: x, depends_on: [a]}\n"
                                + "  - {task_id: c, operator: x, depends_on: [b]}\n",
                        "line 3: the tasks wait for each other in a circle: a -> c -> b -> a"),
                Arguments.of(
                        head + "tasks:\n  - {task_id: a, operator: x, retries: -1}\n",
                        "line 3: 'retries' of task 'a' must be 0 to 100, got: -1"),
                Arguments.of(
                        head + "tasks:\n  - {task_id: a, operator: x, retry_delay: soon}\n",
                        "line 3: 'retry_delay' must be a duration such as 2s, 5m or PT1H, got: 'soon'"),
                Arguments.of(
                        head + "tasks:\n  - {task_id: a, operator: x, execution_timeout: 0}\n",
                        "line 3: 'execution_timeout' of task 'a' must be positive, got: PT0S"),
                Arguments.of(
                        head + "tasks:\n  - {task_id: a, operator: x, params: [1]}\n",
                        "line 3: 'params' must consist of 'key: value' entries"),
                Arguments.of(head + "tags: movies\n", "line 2: 'tags' must be a list"));
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void shouldSayWhereAndWhyWhenAFileIsBroken(String yaml, String message) {
        // When
        InvalidDagFileException refused = catchThrowableOfType(InvalidDagFileException.class, () -> parser.parse(yaml));

        // Then
        assertThat(refused).hasMessage(message);
    }

    @Test
    void shouldNameTheExpressionAndItsLineWhenACronIsBad() {
        // When
        InvalidDagFileException refused = catchThrowableOfType(
                InvalidDagFileException.class,
                () -> parser.parse("dag_id: d\nschedule: '61 * * * *'\ntasks: [{task_id: a, operator: x}]\n"));

        // Then
        assertThat(refused)
                .hasMessageStartingWith("line 2: 'schedule' is not a cron expression of five fields: '61 * * * *'");
    }
}
