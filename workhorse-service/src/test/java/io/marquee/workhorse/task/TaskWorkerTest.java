package io.marquee.workhorse.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marquee.contract.event.PipelineEvent;
import io.marquee.contract.event.PipelineEvent.Status;
import io.marquee.contract.event.PipelineTask;
import io.marquee.contract.event.TaskNews;
import io.marquee.contract.event.TaskNews.LogLine;
import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks over real Kafka and PostgreSQL, carried out by operators of the test. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class TaskWorkerTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    TryLedger ledger;

    @Inject
    OrphanReporter orphans;

    @Inject
    TaskWorker worker;

    private final String run = "manual__" + UUID.randomUUID();
    private TestOrchestrator orchestrator;

    @BeforeEach
    void start() {
        orchestrator = new TestOrchestrator(bootstrapServers);
    }

    @AfterEach
    void stop() {
        orchestrator.close();
    }

    @Test
    void shouldReportStartLinesAndOutputWhenTheOperatorSucceeds() {
        // Given
        PipelineTask task = TestOrchestrator.task(run, "test_echo", 1);

        // When
        orchestrator.send(task);
        PipelineEvent completed = orchestrator.await(run, Status.COMPLETED);

        // Then
        assertThat(completed.outputData())
                .isEqualTo(Map.of("params", Map.of("rows", 7), "conf", Map.of("reason", "test"), "rows", "7"));
        assertThat(completed.tryNumber()).isEqualTo(1);
        assertThat(completed.stage()).isEqualTo("test_echo");
        assertThat(completed.source()).isEqualTo("workhorse");
        assertThat(TaskNews.workerOf(completed)).isEqualTo(worker.identity().toString());
        assertThat(orchestrator.about(run).getFirst().status()).isEqualTo(Status.STARTED);
        List<String> lines = orchestrator.about(run).stream()
                .flatMap(event -> TaskNews.logOf(event).stream())
                .map(LogLine::line)
                .toList();
        assertThat(lines).containsExactly("half way", "there");
    }

    @Test
    void shouldSendHeartbeatsWhileTheOperatorWorks() {
        // Given
        orchestrator.send(TestOrchestrator.task(run, "test_gate", 1));

        // When
        await().atMost(Duration.ofSeconds(10))
                .until(() -> orchestrator.about(run).stream()
                                .filter(event -> event.status() == Status.RUNNING)
                                .count()
                        >= 3);
        TestOperators.Gate.open(run, 1);

        // Then
        assertThat(orchestrator.await(run, Status.COMPLETED).outputData()).isEqualTo(Map.of("try", 1));
    }

    @Test
    void shouldReportAllReasonsWhenTheOperatorFails() {
        // When
        orchestrator.send(TestOrchestrator.task(run, "test_failing", 2));
        PipelineEvent failed = orchestrator.await(run, Status.FAILED);

        // Then
        assertThat(failed.errorMessage()).isEqualTo("the folder is empty: no file matches *.csv");
        assertThat(failed.tryNumber()).isEqualTo(2);
        assertThat(TaskNews.isLost(failed)).isFalse();
    }

    @Test
    void shouldNameTheKnownOperatorsWhenTheTaskAsksForAnother() {
        // When
        orchestrator.send(TestOrchestrator.task(run, "test_ecco", 1));
        PipelineEvent failed = orchestrator.await(run, Status.FAILED);

        // Then
        assertThat(failed.errorMessage())
                .startsWith("unknown operator 'test_ecco', known here: ")
                .contains("test_echo, test_failing, test_gate");
    }

    @Test
    void shouldCarryATryOutOnceWhenItIsDeliveredTwice() {
        // Given
        PipelineTask task = TestOrchestrator.task(run, "test_gate", 1);

        // When
        orchestrator.send(task);
        orchestrator.send(task);
        TestOperators.Gate.open(run, 1);
        orchestrator.await(run, Status.COMPLETED);
        orchestrator.send(task);
        String after = run + "-after";
        orchestrator.send(TestOrchestrator.task(after, "test_echo", 1));
        orchestrator.await(after, Status.COMPLETED);

        // Then
        await().during(Duration.ofMillis(500))
                .until(() -> TestOperators.Gate.entered(run).size() == 1);
    }

    @Test
    void shouldKeepFurtherTasksWaitingWhenAllPlacesAreTaken() {
        // Given
        for (String name : List.of("a", "b", "c")) {
            orchestrator.send(TestOrchestrator.task(run + name, "test_gate", 1));
        }
        await().until(() -> TestOperators.Gate.entered(run).size() == 2);

        // When
        await().during(Duration.ofMillis(500))
                .until(() -> TestOperators.Gate.entered(run).size() == 2);
        TestOperators.Gate.open(run + "a", 1);
        TestOperators.Gate.open(run + "b", 1);
        TestOperators.Gate.open(run + "c", 1);

        // Then
        for (String name : List.of("a", "b", "c")) {
            orchestrator.await(run + name, Status.COMPLETED);
        }
    }

    @Test
    void shouldStopTheTryWhenItRunsTooLong() {
        // When
        orchestrator.send(TestOrchestrator.task(run, "test_gate", 1, 0.5));
        PipelineEvent failed = orchestrator.await(run, Status.FAILED);

        // Then
        assertThat(failed.errorMessage()).isEqualTo("timed out after 0.5 s");
        assertThat(TaskNews.isLost(failed)).isFalse();
    }

    @Test
    void shouldGiveUpTheEarlierTryWhenALaterOneArrives() {
        // Given
        orchestrator.send(TestOrchestrator.task(run, "test_gate", 1));
        await().until(() -> TestOperators.Gate.entered(run).equals(List.of(run + "#1")));

        // When
        orchestrator.send(TestOrchestrator.task(run, "test_gate", 2));
        await().until(() -> TestOperators.Gate.entered(run).equals(List.of(run + "#1", run + "#2")));
        TestOperators.Gate.open(run, 2);
        orchestrator.await(run, Status.COMPLETED);
        orchestrator.send(TestOrchestrator.task(run, "test_gate", 1));

        // Then
        await().during(Duration.ofMillis(500))
                .until(() -> TestOperators.Gate.entered(run).size() == 2);
        assertThat(orchestrator.about(run))
                .filteredOn(event -> event.status() == Status.COMPLETED || event.status() == Status.FAILED)
                .extracting(PipelineEvent::tryNumber)
                .containsExactly(2);
    }

    @Test
    void shouldReportTriesOfADeadProcessAsLostWhenTheServiceStarts() throws IOException, InterruptedException {
        // Given
        String host = worker.identity().host();
        Process other = new ProcessBuilder("sleep", "60").start();
        Instant otherStart = other.info().startInstant().orElseThrow();
        WorkerIdentity living = new WorkerIdentity(host, other.pid(), otherStart);
        WorkerIdentity dead = new WorkerIdentity(host, other.pid(), otherStart.minusSeconds(3600));
        WorkerIdentity elsewhere = new WorkerIdentity("another-host", 1, otherStart);
        ledger.take(TestOrchestrator.task(run + "-living", "test_echo", 1), living);
        ledger.take(TestOrchestrator.task(run + "-dead", "test_echo", 1), dead);
        ledger.take(TestOrchestrator.task(run + "-elsewhere", "test_echo", 1), elsewhere);

        // When
        orphans.report(new StartupEvent());
        orphans.report(new StartupEvent());
        PipelineEvent lost = orchestrator.await(run + "-dead", Status.FAILED);

        // Then
        assertThat(TaskNews.isLost(lost)).isTrue();
        assertThat(lost.errorMessage()).isEqualTo("worker restarted");
        Thread.sleep(300);
        assertThat(orchestrator.about(run + "-dead")).hasSize(1);
        assertThat(orchestrator.about(run + "-living")).isEmpty();
        assertThat(orchestrator.about(run + "-elsewhere")).isEmpty();
        other.destroy();
    }
}
