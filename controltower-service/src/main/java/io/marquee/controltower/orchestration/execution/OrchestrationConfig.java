package io.marquee.controltower.orchestration.execution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How DAGs are found and their runs carried out. */
@ConfigMapping(prefix = "marquee.orchestration")
public interface OrchestrationConfig {

    /** Folder of the DAG files. */
    @WithDefault("${marquee.home:.}/config/dags")
    Path dags();

    /** How often the folder is read again. */
    @WithDefault("10s")
    Duration rescan();

    /** How often runs are looked at when no news gives the hint to; retries and losses are noticed with this delay. */
    @WithDefault("500ms")
    Duration tick();

    /** A running try that is not heard of for this long is lost and sent again, without using up a retry. */
    @WithDefault("15s")
    Duration heartbeatTimeout();

    /** A try that no worker begins for this long is lost and sent again, without using up a retry. */
    @WithDefault("30m")
    Duration queuedTimeout();

    /** How long a worker may take to stop a try that has reached its execution timeout, before that is done without it. */
    @WithDefault("15s")
    Duration timeoutGrace();

    /** Lost tries of one task beyond this number use up retries, so that a task that kills its workers comes to an end. */
    @WithDefault("10")
    @Min(0)
    @Max(1000)
    int mostLosses();

    /** Retries of a task when neither it nor its DAG says how many. */
    @WithDefault("3")
    @Min(0)
    @Max(100)
    int defaultRetries();

    /** Wait between a failed try and the next when neither the task nor its DAG says how long. */
    @WithDefault("2s")
    Duration defaultRetryDelay();

    /** The longest that one try may run when neither the task nor its DAG says how long; no limit when absent. */
    Optional<Duration> defaultExecutionTimeout();
}
