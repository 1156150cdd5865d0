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

            // When
            Page<RunMessage> page = find(experiment, filter, List.of(), 1000, null);

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

    private Page<RunMessage> find(
            String experiment, @Nullable String filter, List<String> orderBy, int size, @Nullable String token) {
        return search.find(
                new RunSearch.Query(List.of(experiment), filter, ViewType.ACTIVE_ONLY, orderBy, size, token));
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
