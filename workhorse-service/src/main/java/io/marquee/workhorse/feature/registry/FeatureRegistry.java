package io.marquee.workhorse.feature.registry;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.definition.DefinitionFiles;
import io.marquee.workhorse.feature.registry.RegistryApplier.Applied;
import io.marquee.workhorse.feature.registry.RegistryApplier.Order;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people do with the registry. */
@ApplicationScoped
public class FeatureRegistry {

    private final RegistryApplier applier;
    private final RegistryStore store;
    private final DefinitionLoader loader;
    private final DefinitionFolder folder;
    private final RegisteredDefinitions active;

    FeatureRegistry(
            RegistryApplier applier,
            RegistryStore store,
            DefinitionLoader loader,
            DefinitionFolder folder,
            RegisteredDefinitions active) {
        this.applier = applier;
        this.store = store;
        this.loader = loader;
        this.folder = folder;
        this.active = active;
    }

    /**
     * What applying would change.
     *
     * @param files null for those of the service's folder
     * @throws ProblemException naming file, line and reason, when they cannot be used
     */
    RegistryPlan plan(@Nullable DefinitionFiles files) {
        return readable(() -> {
            active.refresh();
            return applier.plan(active.revision(), active.get(), loader.read(files == null ? folder.files() : files));
        });
    }

    /**
     * Puts definitions in force, here at once and on other instances within seconds.
     *
     * @param files null for those of the service's folder
     * @throws ProblemException when they cannot be used, or a live model would break
     */
    Applied apply(@Nullable DefinitionFiles files, Order order) {
        return readable(() -> {
            DefinitionFiles wanted = files == null ? folder.files() : files;
            Applied applied = applier.apply(wanted, order);
            if (files == null) {
                folder.remember(wanted);
            }
            active.refresh();
            return applied;
        });
    }

    /** Puts the definitions of an older revision in force again, as a new revision. */
    Applied rollBack(long revision, Order order) {
        if (store.revision(revision).isEmpty()) {
            throw ProblemException.notFound("revision", revision);
        }
        return apply(store.files(revision), order);
    }

    /** All revisions, the newest first. */
    List<RegistryRevision> revisions() {
        return store.revisions();
    }

    /** The files of a revision. */
    DefinitionFiles files(long revision) {
        if (store.revision(revision).isEmpty()) {
            throw ProblemException.notFound("revision", revision);
        }
        return store.files(revision);
    }

    /**
     * All versions of an object, the newest first.
     *
     * @throws ProblemException when there never was one of that name
     */
    List<ObjectVersion> versions(ObjectKind kind, String name) {
        List<ObjectVersion> versions = store.versions(kind, name);
        if (versions.isEmpty()) {
            throw ProblemException.notFound(kind.word(), name);
        }
        return versions;
    }

    /** The revision in force here. */
    long revision() {
        return active.revision();
    }

    /** Why the files of the service are not in force, when they are not. */
    Optional<String> pending() {
        return active.pending();
    }

    private static <T> T readable(Supplier<T> work) {
        try {
            return work.get();
        } catch (DefinitionException e) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, String.valueOf(e.getMessage()), e);
        }
    }
}
