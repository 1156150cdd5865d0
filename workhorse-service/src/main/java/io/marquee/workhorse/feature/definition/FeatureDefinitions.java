package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.problem.ProblemException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All entities and feature views. */
public final class FeatureDefinitions {

    private final List<Entity> entities;
    private final Map<String, ViewDefinition> views;

    FeatureDefinitions(List<Entity> entities, List<ViewDefinition> views) {
        this.entities = List.copyOf(entities);
        Map<String, ViewDefinition> byName = new LinkedHashMap<>();
        for (ViewDefinition view : views) {
            byName.put(view.name(), view);
        }
        this.views = Collections.unmodifiableMap(byName);
    }

    public List<Entity> entities() {
        return entities;
    }

    /** All views, by name. */
    public List<ViewDefinition> views() {
        return List.copyOf(views.values());
    }

    /** The views of an entity. */
    public List<ViewDefinition> viewsOf(String entity) {
        return views.values().stream()
                .filter(view -> view.entity().equals(entity))
                .toList();
    }

    /**
     * The view of that name.
     *
     * @throws ProblemException when there is none
     */
    public ViewDefinition view(String name) {
        ViewDefinition view = views.get(name);
        if (view == null) {
            throw ProblemException.notFound("feature view", name);
        }
        return view;
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
}
