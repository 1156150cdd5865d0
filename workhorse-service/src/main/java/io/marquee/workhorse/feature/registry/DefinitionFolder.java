package io.marquee.workhorse.feature.registry;

import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.DefinitionFiles;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.registry.RegistryApplier.Applied;
import io.marquee.workhorse.feature.registry.RegistryApplier.Order;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The folder of definition files that the service comes with. When it changes, compatible changes are applied at the next
 * start; breaking ones wait for somebody who applies them. What was applied otherwise stays in force as long as the folder
 * stays as it is.
 */
@ApplicationScoped
class DefinitionFolder {

    private static final Logger LOG = Logger.getLogger(DefinitionFolder.class);

    private static final Order AT_START = new Order("marquee", "at start", null);

    private final RegistryApplier applier;
    private final RegistryStore store;
    private final DefinitionLoader loader;
    private final FeatureConfig config;
    private final Clock clock;

    DefinitionFolder(
            RegistryApplier applier, RegistryStore store, DefinitionLoader loader, FeatureConfig config, Clock clock) {
        this.applier = applier;
        this.store = store;
        this.loader = loader;
        this.config = config;
        this.clock = clock;
    }

    DefinitionFiles files() {
        return DefinitionFiles.of(config.definitions());
    }

    /** What a start puts in force. */
    long start() {
        long latest = store.latest();
        if (latest == 0) {
            return take(files()).revision();
        }
        FeatureDefinitions inForce;
        try {
            inForce = loader.load(latest);
        } catch (DefinitionException e) {
            LOG.errorf(
                    "revision %d of the feature definitions cannot be read any more, the files of the service replace it: %s",
                    latest, e.getMessage());
            DefinitionFiles files = files();
            long revision = applier.replaceUnreadable(files, AT_START).revision();
            store.rememberFolder(files.hash(), clock.instant());
            return revision;
        }
        try {
            DefinitionFiles files = files();
            if (store.folderHash().filter(files.hash()::equals).isPresent()) {
                return latest;
            }
            RegistryPlan plan = applier.plan(latest, inForce, loader.read(files));
            if (!plan.isEmpty() && (plan.isBreaking() || !config.applyOnStart())) {
                return latest;
            }
            return take(files).revision();
        } catch (DefinitionException e) {
            LOG.errorf("the files of the service are not used: %s", e.getMessage());
            return latest;
        }
    }

    /** Why the folder is not what is in force; empty when there is nothing to say. */
    Optional<String> pending(long revision, FeatureDefinitions inForce) {
        try {
            DefinitionFiles files = files();
            if (store.folderHash().filter(files.hash()::equals).isPresent()) {
                return Optional.empty();
            }
            RegistryPlan plan = applier.plan(revision, inForce, loader.read(files));
            long breaking =
                    plan.changes().stream().filter(DefinitionChange::breaking).count();
            return plan.isEmpty()
                    ? Optional.empty()
                    : Optional.of("the files of the service differ from revision " + revision + " in "
                            + plan.changes().size() + " changes, " + breaking
                            + " of them breaking; they wait to be applied");
        } catch (DefinitionException e) {
            return Optional.of("the files of the service cannot be used: " + e.getMessage());
        }
    }

    /** Notes that the folder as it is has been dealt with. */
    void remember(DefinitionFiles files) {
        store.rememberFolder(files.hash(), clock.instant());
    }

    private Applied take(DefinitionFiles files) {
        Applied applied = applier.apply(files, AT_START);
        remember(files);
        LOG.infof(
                "feature definitions: revision %d with %d changes",
                applied.revision(), applied.plan().changes().size());
        return applied;
    }
}
