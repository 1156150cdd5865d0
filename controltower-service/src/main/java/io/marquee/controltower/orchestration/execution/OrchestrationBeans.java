package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.definition.DagFileParser;
import io.marquee.controltower.orchestration.definition.DagFolder;
import io.marquee.controltower.orchestration.run.RunPlanner;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the plain parts of the orchestrator from its configuration. */
class OrchestrationBeans {

    @Produces
    @Singleton
    DagCatalog catalog(OrchestrationConfig config, Clock clock) {
        DagFileParser.Defaults defaults = new DagFileParser.Defaults(
                config.defaultRetries(),
                config.defaultRetryDelay(),
                config.defaultExecutionTimeout().orElse(null));
        return new DagCatalog(new DagFolder(config.dags(), new DagFileParser(defaults)), clock);
    }

    @Produces
    @Singleton
    RunPlanner planner(OrchestrationConfig config) {
        return new RunPlanner(new RunPlanner.Patience(
                config.heartbeatTimeout(), config.queuedTimeout(), config.timeoutGrace(), config.mostLosses()));
    }
}
