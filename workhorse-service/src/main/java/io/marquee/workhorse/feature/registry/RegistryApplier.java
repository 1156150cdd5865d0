package io.marquee.workhorse.feature.registry;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.definition.DefinitionFiles;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Plans and applies definitions: compared, judged and written in one transaction, one instance at a time. */
@ApplicationScoped
class RegistryApplier {

    /**
     * What applying did.
     *
     * @param revision in force now
     */
    record Applied(RegistryPlan plan, long revision, FeatureDefinitions definitions) {}

    /**
     * Who applies, and why.
     *
     * @param expectedRevision the revision that must be in force, or null for any
     */
    record Order(String author, String note, @Nullable Long expectedRevision) {}

    private final RegistryStore store;
    private final DefinitionLoader loader;
    private final ModelUses uses;
    private final Clock clock;

    RegistryApplier(RegistryStore store, DefinitionLoader loader, ModelUses uses, Clock clock) {
        this.store = store;
        this.loader = loader;
        this.uses = uses;
        this.clock = clock;
    }

    /** What applying would do, given what is in force. */
    RegistryPlan plan(long revision, FeatureDefinitions inForce, FeatureDefinitions wanted) {
        var changes = DefinitionDiff.between(inForce, wanted);
        return new RegistryPlan(revision, changes, BreakingChangePolicy.decide(changes, uses.all()));
    }

    /**
     * Puts definitions in force; without changes, nothing happens.
     *
     * @throws ProblemException when a live model would break, or another revision than the expected is in force
     */
    Applied apply(DefinitionFiles files, Order order) {
        return QuarkusTransaction.requiringNew().call(() -> {
            store.lock();
            long latest = store.latest();
            if (order.expectedRevision() != null && order.expectedRevision() != latest) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "revision " + latest + " of the feature definitions is in force, not "
                                + order.expectedRevision() + "; plan again");
            }
            RegistryPlan plan = plan(latest, loader.load(latest), loader.read(files));
            if (!plan.refusals().isEmpty()) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "live models would break: " + String.join("; ", plan.refusals()));
            }
            return plan.isEmpty() ? new Applied(plan, latest, loader.load(latest)) : write(plan, files, order);
        });
    }

    /** Puts definitions in force without a look at those that are, which nobody can read any more. */
    Applied replaceUnreadable(DefinitionFiles files, Order order) {
        return QuarkusTransaction.requiringNew().call(() -> {
            store.lock();
            long latest = store.latest();
            return write(plan(latest, FeatureDefinitions.none(), loader.read(files)), files, order);
        });
    }

    private Applied write(RegistryPlan plan, DefinitionFiles files, Order order) {
        FeatureDefinitions definitions = loader.read(files);
        RegistryRevision revision = new RegistryRevision(
                plan.revision() + 1,
                files.hash(),
                order.author(),
                order.note(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        store.add(revision, files, new RegistryHistory(store.objects()).beginning(definitions, revision));
        return new Applied(plan, revision.revision(), definitions);
    }
}
