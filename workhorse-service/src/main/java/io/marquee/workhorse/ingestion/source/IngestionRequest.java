package io.marquee.workhorse.ingestion.source;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be ingested.
 *
 * @param source the kind of source: {@code movielens}, {@code standard}, {@code imdb}, {@code tmdb}, {@code file}, {@code sql}
 * @param sourceUri a path, a URI or inline SQL; null when the kind needs none
 * @param options what the kind understands beyond that, as JSON values; an unknown one is refused by name
 */
public record IngestionRequest(String source, @Nullable String sourceUri, Map<String, Object> options) {

    public IngestionRequest {
        options = Map.copyOf(new TreeMap<>(options));
    }
}
