package io.marquee.workhorse.feature.registry;

import io.marquee.workhorse.feature.registry.BreakingChangePolicy.Decision;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What applying definitions would do.
 *
 * @param revision of the registry that it was compared with; 0 for an empty one
 * @param changes none when the definitions are those in force
 * @param decision whether it may be applied
 */
public record RegistryPlan(long revision, List<DefinitionChange> changes, Decision decision) {

    public RegistryPlan {
        changes = List.copyOf(changes);
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    boolean isBreaking() {
        return changes.stream().anyMatch(DefinitionChange::breaking);
    }

    /** Views whose rows have to be computed again, or for the first time, by name. */
    public List<String> rebuilds() {
        return changes.stream()
                .filter(DefinitionChange::rebuild)
                .map(DefinitionChange::view)
                .distinct()
                .sorted()
                .toList();
    }

    /** Views that are there afterwards and not as they were. */
    Set<String> changedViews() {
        return changes.stream()
                .filter(change ->
                        change.action() != DefinitionChange.Action.REMOVED || change.kind() == ObjectKind.FIELD)
                .map(DefinitionChange::view)
                .filter(view -> !view.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> removedViews() {
        return changes.stream()
                .filter(change -> change.kind() == ObjectKind.VIEW)
                .filter(change -> change.action() == DefinitionChange.Action.REMOVED)
                .map(DefinitionChange::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Why it may not be applied; empty when it may. */
    public List<String> refusals() {
        return decision instanceof Decision.Refuse refuse ? refuse.reasons() : List.of();
    }
}
