package io.marquee.workhorse.feature.offline;

import java.util.Collection;
import java.util.Iterator;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which part of the catalogue is read. */
public sealed interface CatalogueSelection {

    /** All of it. */
    record All() implements CatalogueSelection {}

    /**
     * Some entities with their ratings, and the movies these are of.
     *
     * @param entity {@code user} or {@code movie}
     * @param ids at least one
     */
    record Entities(String entity, SortedSet<Long> ids) implements CatalogueSelection {

        public Entities {
            if (!entity.equals("user") && !entity.equals("movie")) {
                throw new IllegalArgumentException("the catalogue has users and movies, not: " + entity);
            }
            if (ids.isEmpty()) {
                throw new IllegalArgumentException("at least one " + entity + " is needed");
            }
            ids = new TreeSet<>(ids);
        }
    }

    static CatalogueSelection all() {
        return new All();
    }

    static CatalogueSelection of(String entity, Collection<Long> ids) {
        return new Entities(entity, new TreeSet<>(ids));
    }

    /** The condition on {@code catalog.ratings}. */
    default String ratingsCondition() {
        return switch (this) {
            case All all -> "true";
            case Entities some -> some.entity() + "_id IN (" + list(some.ids()) + ")";
        };
    }

    /** The condition on {@code catalog.movies}. */
    default String moviesCondition() {
        return switch (this) {
            case All all -> "true";
            case Entities some when some.entity().equals("movie") -> "movie_id IN (" + list(some.ids()) + ")";
            case Entities some -> "movie_id IN (SELECT movie_id FROM catalog.ratings WHERE " + ratingsCondition() + ")";
        };
    }

    private static String list(SortedSet<Long> ids) {
        StringBuilder text = new StringBuilder();
        for (Iterator<Long> id = ids.iterator(); id.hasNext(); ) {
            text.append(id.next()).append(id.hasNext() ? "," : "");
        }
        return text.toString();
    }
}
