package io.marquee.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every implementation of {@link LocalStack} has to do. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class LocalStackContract {

    private static final EnumSet<Part> ALL = EnumSet.allOf(Part.class);

    private LocalStack stack;

    /** A stack with nothing started. */
    abstract LocalStack open();

    @BeforeAll
    void start() {
        stack = open();
        stack.start(ALL);
    }

    @AfterAll
    void close() {
        if (stack != null) {
            stack.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReturnWhatWasStoredWhenPartRuns(Part part) {
        // Given
        PartClient client = PartClient.of(part, stack.endpoint(part));
        // When
        client.put("runs", "first");
        // Then
        assertThat(client.get("runs")).isEqualTo("first");
        assertThat(stack.state(part)).isEqualTo(PartState.READY);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepDataWhenPartWasKilled(Part part) {
        // Given
        PartClient.of(part, stack.endpoint(part)).put("killed", "kept");
        // When
        stack.kill(part);
        PartState afterKill = stack.state(part);
        stack.start(ALL);
        // Then
        assertThat(afterKill).isEqualTo(PartState.DEAD);
        assertThat(PartClient.of(part, stack.endpoint(part)).get("killed")).isEqualTo("kept");
    }

    @Test
    void shouldKeepDataAndAddressesWhenStoppedAndStartedAgain() {
        // Given
        ALL.forEach(part -> PartClient.of(part, stack.endpoint(part)).put("stopped", part.label()));
        Map<String, String> before = stack.environment();
        // When
        stack.stop();
        EnumSet<PartState> afterStop = EnumSet.noneOf(PartState.class);
        ALL.forEach(part -> afterStop.add(stack.state(part)));
        stack.start(ALL);
        // Then
        assertThat(afterStop).containsExactly(PartState.STOPPED);
        assertThat(stack.environment()).isEqualTo(before);
        ALL.forEach(part -> assertThat(PartClient.of(part, stack.endpoint(part)).get("stopped"))
                .isEqualTo(part.label()));
    }

    @Test
    void shouldLeaveRunningPartsAloneWhenStartedTwice() {
        // When
        var again = stack.start(ALL);
        // Then
        assertThat(again).hasSize(ALL.size()).allMatch(PartStart::alreadyRunning);
    }

    @Test
    void shouldNameEveryConnectionSettingWhenAllPartsRun() {
        assertThat(stack.environment())
                .containsEntry("POSTGRES_USER", "mlpipeline_user")
                .containsEntry("POSTGRES_PASSWORD", "secure_password_123")
                .containsEntry("POSTGRES_DB", "mlpipeline_db")
                .containsEntry("S3_BUCKET", "marquee")
                .containsEntry("AWS_ACCESS_KEY_ID", "marquee")
                .containsEntry("AWS_SECRET_ACCESS_KEY", "marquee-secret")
                .containsEntry("POSTGRES_PORT", port(Part.POSTGRES))
                .containsEntry("REDIS_PORT", port(Part.REDIS))
                .containsKeys("POSTGRES_HOST", "REDIS_HOST", "KAFKA_BOOTSTRAP_SERVERS", "S3_ENDPOINT");
    }

    @Test
    void shouldHaveTheTopicsOfTheSuiteWhenKafkaRuns() {
        // When
        Map<String, Integer> partitions = KafkaPartClient.partitions(stack.endpoint(Part.KAFKA));
        // Then
        assertThat(partitions)
                .containsEntry("movie-pipeline-tasks", 4)
                .containsEntry("movie-user-interactions", 4)
                .containsEntry("movie-user-interactions.dead-letter", 4)
                .hasSizeGreaterThanOrEqualTo(18);
    }

    @Test
    void shouldRefuseWhenSecretKeyIsWrong() {
        assertThat(S3PartClient.statusWithSecret(stack.endpoint(Part.S3), "another-secret"))
                .isEqualTo(403);
    }

    private String port(Part part) {
        return Integer.toString(stack.endpoint(part).port());
    }
}
