package io.marquee.workhorse.feature.registry;

import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Numbers versions. Whoever changes what a view's rows follow from gets a higher version than the view ever had, whatever its
 * file says: rows of one version are always of one definition, also after a roll back.
 */
final class RegistryHistory {

    /**
     * What can have versions.
     *
     * @param rowsHash empty unless it is a view
     */
    private record Current(DefinitionDocument document, String rowsHash, int version) {}

    private final Map<String, List<ObjectVersion>> byObject = new HashMap<>();

    RegistryHistory(List<ObjectVersion> versions) {
        versions.stream()
                .sorted(Comparator.comparingLong(ObjectVersion::revision))
                .forEach(version -> byObject.computeIfAbsent(
                                key(version.kind(), version.name()), key -> new ArrayList<>())
                        .add(version));
    }

    /** The definitions with the versions that their views have once they are applied. */
    FeatureDefinitions numbered(FeatureDefinitions definitions) {
        Map<String, Integer> versions = new HashMap<>();
        for (ViewDefinition view : definitions.views()) {
            versions.put(view.name(), versionOf(view));
        }
        return definitions.withVersions(versions);
    }

    /** The versions of a view's name at that revision. */
    Map<String, Integer> viewVersions(long revision) {
        Map<String, Integer> versions = new LinkedHashMap<>();
        byObject.values().forEach(all -> all.stream()
                .filter(version -> version.kind() == ObjectKind.VIEW && version.revision() <= revision)
                .reduce((first, second) -> second)
                .ifPresent(version -> versions.put(version.name(), version.version())));
        return versions;
    }

    /**
     * The versions that begin with a revision: of what is new, changed or gone.
     *
     * @param numbered definitions as {@link #numbered} gives them
     */
    List<ObjectVersion> beginning(FeatureDefinitions numbered, RegistryRevision revision) {
        List<ObjectVersion> beginning = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (Current current : current(numbered)) {
            DefinitionDocument document = current.document();
            present.add(key(document.kind(), document.name()));
            Optional<ObjectVersion> last = last(document.kind(), document.name());
            int version = document.kind() == ObjectKind.VIEW
                    ? current.version()
                    : last.map(ObjectVersion::version).orElse(0) + 1;
            boolean same = last.isPresent()
                    && !last.get().isGone()
                    && last.get().contentHash().equals(document.hash())
                    && (document.kind() != ObjectKind.VIEW || last.get().version() == version);
            if (!same) {
                beginning.add(new ObjectVersion(
                        document.kind(),
                        document.name(),
                        version,
                        revision.revision(),
                        document.json(),
                        document.hash(),
                        current.rowsHash(),
                        revision.author(),
                        revision.createdAt()));
            }
        }
        byObject.forEach((key, versions) -> {
            ObjectVersion last = versions.getLast();
            if (!last.isGone() && !present.contains(key)) {
                beginning.add(new ObjectVersion(
                        last.kind(),
                        last.name(),
                        last.version(),
                        revision.revision(),
                        null,
                        "",
                        "",
                        revision.author(),
                        revision.createdAt()));
            }
        });
        return beginning;
    }

    private int versionOf(ViewDefinition view) {
        Optional<ObjectVersion> last = last(ObjectKind.VIEW, view.name());
        if (last.isEmpty()) {
            return view.view().version();
        }
        String rows = DefinitionDocument.rowsOf(view).hash();
        boolean same = !last.get().isGone() && last.get().rowsHash().equals(rows);
        int highest = last.get().version();
        return Math.max(view.view().version(), same ? highest : highest + 1);
    }

    private Optional<ObjectVersion> last(ObjectKind kind, String name) {
        return Optional.ofNullable(byObject.get(key(kind, name))).map(List::getLast);
    }

    private static List<Current> current(FeatureDefinitions definitions) {
        List<Current> current = new ArrayList<>();
        definitions.entities().forEach(entity -> current.add(new Current(DefinitionDocument.of(entity), "", 0)));
        definitions.sources().forEach(source -> current.add(new Current(DefinitionDocument.of(source), "", 0)));
        definitions
                .views()
                .forEach(view -> current.add(new Current(
                        DefinitionDocument.of(view),
                        DefinitionDocument.rowsOf(view).hash(),
                        view.view().version())));
        definitions.services().forEach(service -> current.add(new Current(DefinitionDocument.of(service), "", 0)));
        return current;
    }

    private static String key(ObjectKind kind, String name) {
        return kind.word() + ":" + name;
    }
}
