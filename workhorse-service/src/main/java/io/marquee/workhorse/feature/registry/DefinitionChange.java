package io.marquee.workhorse.feature.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.marquee.contract.feature.FeatureReference;
import java.util.Locale;
import java.util.Set;

/**
 * One difference between two sets of definitions.
 *
 * @param name of what changes; a feature's is {@code view:feature}
 * @param breaking whether those who use it may not be able to any more
 * @param reason what changes, and what that means, for people
 * @param rebuild whether rows of its view have to be computed again
 * @param broken the features whose users are affected; only for breaking changes
 */
public record DefinitionChange(
        ObjectKind kind,
        String name,
        Action action,
        boolean breaking,
        String reason,
        boolean rebuild,
        @JsonIgnore Set<FeatureReference> broken) {

    /** What happens. */
    public enum Action {
        ADDED,
        CHANGED,
        REMOVED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public DefinitionChange {
        broken = Set.copyOf(broken);
        if (!breaking && !broken.isEmpty()) {
            throw new IllegalArgumentException("a compatible change of '" + name + "' cannot break " + broken);
        }
    }

    static DefinitionChange compatible(ObjectKind kind, String name, Action action, String reason, boolean rebuild) {
        return new DefinitionChange(kind, name, action, false, reason, rebuild, Set.of());
    }

    static DefinitionChange breaking(
            ObjectKind kind, String name, Action action, String reason, boolean rebuild, Set<FeatureReference> broken) {
        return new DefinitionChange(kind, name, action, true, reason, rebuild, broken);
    }

    /** The view that it is a change of; empty for entities, sources and services. */
    String view() {
        return switch (kind) {
            case VIEW -> name;
            case FIELD -> name.substring(0, name.indexOf(':'));
            case ENTITY, SOURCE, SERVICE -> "";
        };
    }
}
