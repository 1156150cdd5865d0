package io.marquee.workhorse.feature.definition;

import java.util.Set;

/**
 * Other definitions are in force from now on; a CDI event on every instance.
 *
 * @param revision of the registry, counts up from 1
 * @param changedViews views whose rows are computed or kept differently than before, new ones included
 * @param removedViews views that are gone
 */
public record DefinitionsApplied(long revision, Set<String> changedViews, Set<String> removedViews) {

    public DefinitionsApplied {
        changedViews = Set.copyOf(changedViews);
        removedViews = Set.copyOf(removedViews);
    }
}
