package io.marquee.workhorse.feature.registry;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.workhorse.feature.definition.Entity;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.FeatureService;
import io.marquee.workhorse.feature.definition.Source;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.registry.DefinitionChange.Action;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells what changes between two sets of definitions, and what each change means. */
final class DefinitionDiff {

    /** Keys of a view's document that say how its rows are computed. */
    private static final Set<String> COMPUTATION = Set.of("sources", "sql", "hop", "aggregations");

    /** Keys of a view's document that say how its rows are kept and what people know of it. */
    private static final Set<String> KEEPING =
            Set.of("ttl", "online_ttl", "push_source", "description", "owner", "tags");

    private final FeatureDefinitions before;
    private final FeatureDefinitions after;
    private final List<DefinitionChange> changes = new ArrayList<>();

    private DefinitionDiff(FeatureDefinitions before, FeatureDefinitions after) {
        this.before = before;
        this.after = after;
    }

    /** The changes: entities, sources, views with their features, then services; each kind by name. */
    static List<DefinitionChange> between(FeatureDefinitions before, FeatureDefinitions after) {
        DefinitionDiff diff = new DefinitionDiff(before, after);
        diff.entities();
        diff.sources();
        diff.views();
        diff.services();
        return List.copyOf(diff.changes);
    }

    private void entities() {
        Map<String, Entity> old = byName(before.entities(), Entity::name);
        Map<String, Entity> now = byName(after.entities(), Entity::name);
        for (String name : names(old, now)) {
            Entity from = old.get(name);
            Entity to = now.get(name);
            if (from == null) {
                added(ObjectKind.ENTITY, name, false);
            } else if (to == null) {
                broken(ObjectKind.ENTITY, name, Action.REMOVED, "it is gone", false, featuresOfEntity(name));
            } else if (!from.joinKey().equals(to.joinKey())) {
                String reason = "its key changes from " + from.joinKey().column() + " "
                        + from.joinKey().type() + " to " + to.joinKey().column() + " "
                        + to.joinKey().type() + ": no row of it can be found any more";
                broken(ObjectKind.ENTITY, name, Action.CHANGED, reason, false, featuresOfEntity(name));
            } else if (!from.equals(to)) {
                changed(ObjectKind.ENTITY, name, "its description changes", false);
            }
        }
    }

    private void sources() {
        Map<String, Source> old = byName(before.sources(), Source::name);
        Map<String, Source> now = byName(after.sources(), Source::name);
        for (String name : names(old, now)) {
            Source from = old.get(name);
            Source to = now.get(name);
            if (from == null) {
                added(ObjectKind.SOURCE, name, false);
            } else if (to == null) {
                changes.add(DefinitionChange.compatible(
                        ObjectKind.SOURCE, name, Action.REMOVED, "nothing is computed from it", false));
            } else if (!from.equals(to)) {
                changed(
                        ObjectKind.SOURCE,
                        name,
                        "different: " + differences(DefinitionDocument.of(from), DefinitionDocument.of(to)),
                        false);
            }
        }
    }

    private void views() {
        Map<String, ViewDefinition> old = byName(before.views(), ViewDefinition::name);
        Map<String, ViewDefinition> now = byName(after.views(), ViewDefinition::name);
        for (String name : names(old, now)) {
            ViewDefinition from = old.get(name);
            ViewDefinition to = now.get(name);
            if (from == null) {
                added(ObjectKind.VIEW, name, true);
            } else if (to == null) {
                broken(ObjectKind.VIEW, name, Action.REMOVED, "it is gone", false, features(from));
            } else {
                view(from, to);
                fields(from, to);
            }
        }
    }

    private void view(ViewDefinition from, ViewDefinition to) {
        String name = from.name();
        if (!from.joinKeys().equals(to.joinKeys())) {
            String reason = "its keys change from "
                    + from.joinKeys().stream()
                            .map(key -> key.column() + " " + key.type())
                            .toList() + " to "
                    + to.joinKeys().stream()
                            .map(key -> key.column() + " " + key.type())
                            .toList();
            broken(ObjectKind.VIEW, name, Action.CHANGED, reason, true, features(from));
        }
        if (from.offline() && !to.offline()) {
            broken(ObjectKind.VIEW, name, Action.CHANGED, "it has no rows for training any more", true, features(from));
        } else if (!from.offline() && to.offline()) {
            changed(ObjectKind.VIEW, name, "it gets rows of all times", true);
        }
        List<String> differences = differences(DefinitionDocument.of(from), DefinitionDocument.of(to));
        if (differences.stream().anyMatch(COMPUTATION::contains)) {
            changed(ObjectKind.VIEW, name, "it is computed differently", true);
        }
        List<String> kept = differences.stream().filter(KEEPING::contains).toList();
        if (!kept.isEmpty()) {
            changed(ObjectKind.VIEW, name, "different: " + kept, false);
        }
        if (to.view().version() > from.view().version()) {
            changed(
                    ObjectKind.VIEW,
                    name,
                    "its version goes from " + from.view().version() + " to "
                            + to.view().version(),
                    true);
        }
    }

    private void fields(ViewDefinition from, ViewDefinition to) {
        Map<String, FeatureField> old = byName(from.view().fields(), FeatureField::name);
        Map<String, FeatureField> now = byName(to.view().fields(), FeatureField::name);
        for (String field : names(old, now)) {
            FeatureReference reference = new FeatureReference(from.name(), field);
            FeatureField was = old.get(field);
            FeatureField is = now.get(field);
            if (was == null) {
                added(ObjectKind.FIELD, reference.toString(), true);
            } else if (is == null) {
                broken(ObjectKind.FIELD, reference.toString(), Action.REMOVED, "it is gone", true, Set.of(reference));
            } else if (was.type() != is.type()) {
                String reason = "its type changes from " + was.type() + " to " + is.type();
                broken(ObjectKind.FIELD, reference.toString(), Action.CHANGED, reason, true, Set.of(reference));
            } else if (!Objects.equals(was.min(), is.min()) || !Objects.equals(was.max(), is.max())) {
                changed(ObjectKind.FIELD, reference.toString(), "its valid range changes", false);
            } else if (!was.equals(is)) {
                changed(ObjectKind.FIELD, reference.toString(), "its description changes", false);
            }
        }
    }

    private void services() {
        Map<String, FeatureService> old = byName(before.services(), FeatureService::name);
        Map<String, FeatureService> now = byName(after.services(), FeatureService::name);
        for (String name : names(old, now)) {
            FeatureService from = old.get(name);
            FeatureService to = now.get(name);
            if (from == null) {
                added(ObjectKind.SERVICE, name, false);
            } else if (to == null) {
                broken(ObjectKind.SERVICE, name, Action.REMOVED, "it is gone", false, Set.copyOf(from.features()));
            } else if (!to.features().containsAll(from.features())) {
                Set<FeatureReference> gone = new LinkedHashSet<>(from.features());
                to.features().forEach(gone::remove);
                broken(ObjectKind.SERVICE, name, Action.CHANGED, "it gives no " + gone + " any more", false, gone);
            } else if (!from.equals(to)) {
                changed(
                        ObjectKind.SERVICE,
                        name,
                        "different: " + differences(DefinitionDocument.of(from), DefinitionDocument.of(to)),
                        false);
            }
        }
    }

    private Set<FeatureReference> featuresOfEntity(String entity) {
        return before.views().stream()
                .filter(view -> view.entities().contains(entity))
                .flatMap(view -> features(view).stream())
                .collect(Collectors.toSet());
    }

    private static Set<FeatureReference> features(ViewDefinition view) {
        return view.view().fields().stream()
                .map(field -> new FeatureReference(view.name(), field.name()))
                .collect(Collectors.toSet());
    }

    private void added(ObjectKind kind, String name, boolean rebuild) {
        changes.add(DefinitionChange.compatible(kind, name, Action.ADDED, "it is new", rebuild));
    }

    private void changed(ObjectKind kind, String name, String reason, boolean rebuild) {
        changes.add(DefinitionChange.compatible(kind, name, Action.CHANGED, reason, rebuild));
    }

    private void broken(
            ObjectKind kind, String name, Action action, String reason, boolean rebuild, Set<FeatureReference> broken) {
        changes.add(DefinitionChange.breaking(kind, name, action, reason, rebuild, broken));
    }

    /** The keys whose values differ. */
    private static List<String> differences(DefinitionDocument from, DefinitionDocument to) {
        return names(from.content(), to.content()).stream()
                .filter(key ->
                        !Objects.equals(from.content().get(key), to.content().get(key)))
                .toList();
    }

    private static <T> Map<String, T> byName(Collection<T> all, Function<T, String> name) {
        Map<String, T> byName = new LinkedHashMap<>();
        all.forEach(each -> byName.put(name.apply(each), each));
        return byName;
    }

    private static Set<String> names(Map<String, ?> old, Map<String, ?> now) {
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        return names;
    }
}
