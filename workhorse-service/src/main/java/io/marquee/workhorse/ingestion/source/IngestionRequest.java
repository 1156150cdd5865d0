package io.marquee.workhorse.ingestion.source;

import io.marquee.contract.problem.ProblemException;
import java.util.Collection;
import java.util.Collections;
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
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /**
     * Refuses options that the kind does not understand.
     *
     * @throws ProblemException naming the option and those there are
     */
    public void refuseOtherOptions(Collection<String> known) {
        for (Map.Entry<String, Object> option : options.entrySet()) {
            if (!known.contains(option.getKey())) {
                String rule = known.isEmpty()
                        ? "is not an option of " + source + ", which has none"
                        : "is not an option of " + source + ", only " + String.join(", ", known);
                throw ProblemException.invalid("options." + option.getKey(), option.getValue(), rule);
            }
        }
    }
}
