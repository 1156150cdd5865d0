package io.marquee.workhorse.feature.registry;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.DefinitionsApplied;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The definitions in force on this instance; those of the registry's newest revision, a few seconds late at most. */
@Startup
@Singleton
class RegisteredDefinitions implements ActiveDefinitions {

    private static final Logger LOG = Logger.getLogger(RegisteredDefinitions.class);

    private record Active(
            long revision,
            FeatureDefinitions definitions,
            @Nullable String pending) {}

    private final RegistryStore store;
    private final DefinitionLoader loader;
    private final DefinitionFolder folder;
    private final Event<DefinitionsApplied> applied;
    private volatile Active active;

    RegisteredDefinitions(
            RegistryStore store,
            DefinitionLoader loader,
            DefinitionFolder folder,
            Event<DefinitionsApplied> applied,
            MeterRegistry meters) {
        this.store = store;
        this.loader = loader;
        this.folder = folder;
        this.applied = applied;
        this.active = load(folder.start());
        meters.gauge("marquee_feature_registry_revision", this, self -> self.revision());
        meters.gauge(
                "marquee_feature_definitions_pending",
                this,
                self -> self.pending().isPresent() ? 1 : 0);
    }

    @Override
    public FeatureDefinitions get() {
        return active.definitions();
    }

    long revision() {
        return active.revision();
    }

    /** Why the files of the service are not in force, when they are not. */
    Optional<String> pending() {
        return Optional.ofNullable(active.pending());
    }

    /** Follows what another instance applied. */
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void follow() {
        try {
            refresh();
        } catch (ProblemException | DefinitionException e) {
            LOG.warnf("the newest feature definitions are not in force here yet: %s", e.getMessage());
        }
    }

    /** Puts the newest revision in force on this instance. */
    synchronized void refresh() {
        long latest = store.latest();
        if (latest == active.revision()) {
            return;
        }
        Active before = active;
        active = load(latest);
        List<DefinitionChange> changes = DefinitionDiff.between(before.definitions(), active.definitions());
        RegistryPlan difference =
                new RegistryPlan(before.revision(), changes, new BreakingChangePolicy.Decision.Allow());
        LOG.infof("feature definitions: revision %d is in force, changed views: %s", latest, difference.changedViews());
        applied.fire(new DefinitionsApplied(latest, difference.changedViews(), difference.removedViews()));
    }

    private Active load(long revision) {
        FeatureDefinitions definitions = loader.load(revision);
        Optional<String> pending = folder.pending(revision, definitions);
        pending.ifPresent(LOG::warn);
        return new Active(revision, definitions, pending.orElse(null));
    }
}
