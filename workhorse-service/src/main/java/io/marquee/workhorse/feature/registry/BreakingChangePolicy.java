package io.marquee.workhorse.feature.registry;

import java.util.ArrayList;
import java.util.List;

/** Decides whether changes may be made while models are served: what a live model uses must stay as it is. */
final class BreakingChangePolicy {

    /** What was decided. */
    sealed interface Decision {

        /** Nothing that is live breaks. */
        record Allow() implements Decision {}

        /**
         * Something that is live would break.
         *
         * @param reasons one for each change, naming the models
         */
        record Refuse(List<String> reasons) implements Decision {}
    }

    private BreakingChangePolicy() {}

    static Decision decide(List<DefinitionChange> changes, List<ModelUse> uses) {
        List<String> reasons = new ArrayList<>();
        for (DefinitionChange change : changes) {
            List<String> models = uses.stream()
                    .filter(ModelUse::isLive)
                    .filter(use -> isBroken(use, change))
                    .map(ModelUse::label)
                    .sorted()
                    .toList();
            if (!models.isEmpty()) {
                reasons.add(change.kind().word() + " '" + change.name() + "': " + change.reason() + ", but "
                        + String.join(", ", models) + " uses it");
            }
        }
        return reasons.isEmpty() ? new Decision.Allow() : new Decision.Refuse(List.copyOf(reasons));
    }

    private static boolean isBroken(ModelUse use, DefinitionChange change) {
        if (!change.breaking()) {
            return false;
        }
        if (change.kind() == ObjectKind.SERVICE) {
            return change.name().equals(use.service());
        }
        return use.features().stream().anyMatch(change.broken()::contains);
    }
}
