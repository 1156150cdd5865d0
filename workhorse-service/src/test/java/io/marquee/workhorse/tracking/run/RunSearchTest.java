package io.marquee.workhorse.tracking.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.marquee.workhorse.tracking.run.GeneratedSearches.Condition;
import io.marquee.workhorse.tracking.run.GeneratedSearches.Order;
import io.marquee.workhorse.tracking.run.GeneratedSearches.Subject;
import io.marquee.workhorse.tracking.run.RunMessages.RunMessage;
import io.marquee.workhorse.tracking.search.Page;
import io.marquee.workhorse.tracking.store.ViewType;
import io.marquee.workhorse.tracking.wire.ErrorCode;
import io.marquee.workhorse.tracking.wire.MlflowException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Generated searches on PostgreSQL against an evaluation of the same conditions in plain Java. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class RunSearchTest {

    private static final int RUNS = 60;
    private static final int SEARCHES = 2_000;
    private static final int ORDERS = 150;

    @TestHTTPResource("/")
    URI base;

    @Inject
    RunSearch search;

    @Test
    void shouldFindExactlyTheRunsThatFulfilTheFilter() {
        // Given
        GeneratedSearches generated = new GeneratedSearches(new Random(42));
        MlflowHttp mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        List<Subject> subjects = log(mlflow, experiment, generated);
        Set<Integer> sizes = new HashSet<>();

        for (int i = 0; i < SEARCHES; i++) {
            List<Condition> conditions = generated.conditions();
            String filter = generated.write(conditions);
            Set<String> expected = subjects.stream()
                    .filter(subject -> conditions.stream().allMatch(condition -> condition.holds(subject)))
                    .map(Subject::runId)
                    .collect(Collectors.toSet());

            // When: each search in the usual way, or with runs of a parameter or tag as a set in memory
            OwnerSets sets = i % 2 == 0 ? OwnerSets.USUAL : new OwnerSets(0, 1_000);
            List<String> orders = i % 4 < 2 ? List.of() : List.of("metrics.`rmse` DESC");
            Page<RunMessage> page = find(experiment, filter, orders, 1000, null, sets);

            // Then
            assertThat(page.items().stream().map(run -> run.info().runId()).collect(Collectors.toSet()))
                    .as("search %d: %s", i, filter)
                    .isEqualTo(expected);
            sizes.add(expected.size());
        }
        assertThat(sizes).as("the searches select few, some and many runs").hasSizeGreaterThan(20);
    }

    @Test
    void shouldPageThroughEveryOrderWithoutLossOrRepetition() {
        // Given
        GeneratedSearches generated = new GeneratedSearches(new Random(7));
        MlflowHttp mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        List<Subject> subjects = log(mlflow, experiment, generated);

        for (int i = 0; i < ORDERS; i++) {
            List<Order> orders = generated.orders();
            List<String> orderBy = orders.stream().map(Order::write).toList();
            List<String> expected = subjects.stream()
                    .sorted(Order.comparator(orders))
                    .map(Subject::runId)
                    .toList();

            // When
            List<String> found = new ArrayList<>();
            String token = null;
            do {
                Page<RunMessage> page = find(experiment, null, orderBy, 7, token);
                page.items().forEach(run -> found.add(run.info().runId()));
                token = page.nextToken();
            } while (token != null);

            // Then
            assertThat(found).as("order %s", orderBy).isEqualTo(expected);
        }
    }

    @Test
    void shouldRefuseAPageTokenThatWasChanged() {
        // Given
        MlflowHttp mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        mlflow.newRun(experiment);
        mlflow.newRun(experiment);
        List<String> order = List.of("attributes.run_name", "metrics.rmse DESC");
        String token = find(experiment, null, order, 1, null).nextToken();
        assertThat(token).isNotNull();

        // The last character holds bits that are no part of the token.
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);

            // When / Then
            assertThatThrownBy(() -> find(experiment, null, order, 1, changed))
                    .as("token %s with %s at %d", token, other, i)
                    .isInstanceOfSatisfying(MlflowException.class, refused -> assertThat(refused.code())
                            .isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
        }
        assertThatThrownBy(() -> find(experiment, null, List.of("end_time"), 1, token))
                .isInstanceOf(MlflowException.class);
        assertThat(find(experiment, null, order, 1, token).items()).hasSize(1);
    }

    @Test
    void shouldSearchByThePointThatCountsWhetherTheRunHasEndedOrNot() {
        // Given
        MlflowHttp mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        String run = mlflow.newRun(experiment);

        // When / Then: the first point, a later one, an earlier step that does not count, one behind the end.
        logMetric(mlflow, run, 0.5, 1);
        assertThat(ids(find(experiment, "metrics.m = 0.5", List.of(), 10, null)))
                .containsExactly(run);
        logMetric(mlflow, run, 0.75, 3);
        logMetric(mlflow, run, 0.25, 2);
        assertThat(ids(find(experiment, "metrics.m = 0.5", List.of(), 10, null)))
                .isEmpty();
        assertThat(ids(find(experiment, "metrics.m = 0.75", List.of(), 10, null)))
                .containsExactly(run);
        logMetric(mlflow, run, 1.5, 4);
        mlflow.post("runs/update", "{\"run_id\": \"" + run + "\", \"status\": \"FINISHED\"}");
        assertThat(ids(find(experiment, "metrics.m = 1.5", List.of(), 10, null)))
                .containsExactly(run);
        logMetric(mlflow, run, 2.5, 5);
        assertThat(ids(find(experiment, null, List.of("metrics.m DESC"), 10, null)))
                .containsExactly(run);
        assertThat(ids(find(experiment, "metrics.m > 2", List.of(), 10, null))).containsExactly(run);
    }

    @Test
    void shouldFindWhatAWriterHasJustLoggedWhileOthersLogAndSearch() throws Exception {
        // Given
        MlflowHttp mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        List<Callable<Void>> trainings = new ArrayList<>();
        for (int training = 0; training < 16; training++) {
            String run = mlflow.newRun(experiment);
            trainings.add(() -> {
                for (int step = 1; step <= 12; step++) {
                    logMetric(mlflow, run, step, step);
                    List<String> found = ids(find(experiment, "metrics.m >= " + step, List.of("metrics.m"), 100, null));
                    assertThat(found).as("step %d", step).contains(run);
                }
                return null;
            });
        }

        // When
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : pool.invokeAll(trainings)) {
                done.get();
            }
        }

        // Then
        assertThat(find(experiment, "metrics.m = 12", List.of(), 100, null).items())
                .hasSize(16);
    }

    private static void logMetric(MlflowHttp mlflow, String run, double value, int step) {
        MlflowHttp.Answer answer = mlflow.post(
                "runs/log-metric",
                "{\"run_id\": \"" + run + "\", \"key\": \"m\", \"value\": " + value + ", \"timestamp\": 1, \"step\": "
                        + step + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static List<String> ids(Page<RunMessage> page) {
        return page.items().stream().map(run -> run.info().runId()).toList();
    }

    private Page<RunMessage> find(
            String experiment, @Nullable String filter, List<String> orderBy, int size, @Nullable String token) {
        return find(experiment, filter, orderBy, size, token, OwnerSets.USUAL);
    }

    private Page<RunMessage> find(
            String experiment,
            @Nullable String filter,
            List<String> orderBy,
            int size,
            @Nullable String token,
            OwnerSets sets) {
        return search.find(
                new RunSearch.Query(List.of(experiment), filter, ViewType.ACTIVE_ONLY, orderBy, size, token), sets);
    }

    private static List<Subject> log(MlflowHttp mlflow, String experiment, GeneratedSearches generated) {
        List<Subject> subjects = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            Subject subject = generated.subject();
            String runId = mlflow.post("runs/create", subject.createRun(experiment))
                    .json()
                    .at("/run/info/run_id")
                    .asText();
            for (String call : subject.calls(runId)) {
                String[] parts = call.split(" ", 2);
                MlflowHttp.Answer answer = mlflow.post(parts[0], parts[1]);
                assertThat(answer.status()).as(call + " " + answer.body()).isEqualTo(200);
            }
            subjects.add(subject.withRunId(runId));
        }
        Collections.shuffle(subjects, new Random(1));
        return subjects;
    }
}
