package io.marquee.workhorse.task;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** How pipeline tasks are carried out. */
@ConfigMapping(prefix = "marquee.task")
public interface TaskConfig {

    /** Tasks that this process carries out at a time; further ones wait on the broker. */
    @WithDefault("2")
    @Min(1)
    @Max(64)
    int concurrency();

    /** How often the orchestrator hears that a task is still at work. */
    @WithDefault("2s")
    Duration heartbeat();

    /** How long a task that is to stop may take to do so, before its place is used all the same. */
    @WithDefault("20s")
    Duration stopPatience();

    /** Name of this machine among workers; its host name when absent. Must not be shared by two machines. */
    Optional<String> host();
}
