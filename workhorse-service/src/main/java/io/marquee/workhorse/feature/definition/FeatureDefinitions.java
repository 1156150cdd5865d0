package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.problem.ProblemException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** All entities, sources, feature views and feature services; each kind by name. */
public final class FeatureDefinitions {

    private final Map<String, Entity> entities;
    private final Map<String, Source> sources;
    private final Map<String, ViewDefinition> views;
    private final Map<String, FeatureService> services;

    FeatureDefinitions(
            Collection<Entity> entities,
            Collection<Source> sources,
            Collection<ViewDefinition> views,
            Collection<FeatureService> services) {
        this.entities = byName(entities, Entity::name);
        this.sources = byName(sources, Source::name);
        this.views = byName(views, ViewDefinition::name);
        this.services = byName(services, FeatureService::name);
    }

    /** No definitions at all, which is what a new registry holds. */
    public static FeatureDefinitions none() {
        return new FeatureDefinitions(List.of(), List.of(), List.of(), List.of());
    }

    /** The same with other versions of views; those that are not named keep theirs. */
    public FeatureDefinitions withVersions(Map<String, Integer> versions) {
        return new FeatureDefinitions(
                entities.values(),
                sources.values(),
                views.values().stream()
                        .map(view -> view.withVersion(
                                versions.getOrDefault(view.name(), view.view().version())))
                        .toList(),
                services.values());
    }

    public List<Entity> entities() {
        return List.copyOf(entities.values());
    }

    public List<Source> sources() {
        return List.copyOf(sources.values());
    }

    public List<ViewDefinition> views() {
        return List.copyOf(views.values());
    }

    public List<FeatureService> services() {
        return List.copyOf(services.values());
    }

    /** The views whose rows belong to that entity alone. */
    public List<ViewDefinition> viewsOf(String entity) {
        return views.values().stream()
                .filter(view -> view.entities().equals(List.of(entity)))
                .toList();
    }

    /**
     * The entity of that name.
     *
     * @throws ProblemException when there is none
     */
    public Entity entity(String name) {
        return get(entities, "entity", name);
    }

    /**
     * The source of that name.
     *
     * @throws ProblemException when there is none
     */
    public Source source(String name) {
        return get(sources, "source", name);
    }

    /**
     * The view of that name.
     *
     * @throws ProblemException when there is none
     */
    public ViewDefinition view(String name) {
        return get(views, "feature view", name);
    }

    /**
     * The service of that name.
     *
     * @throws ProblemException when there is none
     */
    public FeatureService service(String name) {
        return get(services, "feature service", name);
    }

    /** Whether there is a view of that name. */
    public boolean hasView(String name) {
        return views.containsKey(name);
    }

    /**
     * The field that a reference names.
     *
     * @throws ProblemException when there is none
     */
    public FeatureField field(FeatureReference reference) {
        return view(reference.view())
                .view()
                .field(reference.feature())
                .orElseThrow(() -> ProblemException.notFound("feature", reference));
    }

    /**
     * The features that a service stands for.
     *
     * @throws ProblemException when there is no such service
     */
    public List<FeatureReference> resolve(String service) {
        return service(service).features();
    }

    private static <T> T get(Map<String, T> all, String kind, String name) {
        T found = all.get(name);
        if (found == null) {
            throw ProblemException.notFound(kind, name);
        }
        return found;
    }

    private static <T> Map<String, T> byName(Collection<T> all, Function<T, String> name) {
        Map<String, T> byName = new TreeMap<>();
        all.forEach(each -> byName.put(name.apply(each), each));
        return Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }
}
