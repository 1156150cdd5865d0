package io.marquee.workhorse.feature.registry;

import io.marquee.workhorse.feature.definition.AggregationSql;
import io.marquee.workhorse.feature.definition.DefinitionFiles;
import io.marquee.workhorse.feature.definition.DefinitionReader;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import java.util.Map;
import java.util.TreeMap;

/** A small set of definitions that tests change here and there. */
public final class TestDefinitions {

    static final String ENTITIES = """
            entities:
              - {name: movie, join_key: movie_id, type: INT64, description: A movie.}
              - {name: genre, join_key: genre, type: STRING, description: A genre.}
            """;

    static final String SOURCES = """
            sources:
              - {name: movies, type: table, table: catalog.movies, description: Movies., owner: data}
              - name: ratings
                type: table
                table: catalog.ratings
                timestamp_field: rated_at
                created_timestamp_field: updated_at
                description: Ratings.
                owner: data
            """;

    static final String STATS = """
            view: stats
            version: 1
            entities: [movie]
            sources: [ratings]
            description: How it is rated.
            owner: data
            ttl: 12h
            online_ttl: forever
            tags: {stage: test, area: movies}
            fields:
              - {name: rating_count, type: INT64, min: 0, description: Ratings.}
              - {name: rating_mean, type: DOUBLE, min: 0.5, max: 5, description: Mean.}
            sql: SELECT * FROM ratings
            """;

    static final String METADATA = """
            view: metadata
            version: 3
            entities: [movie, genre]
            sources: [movies]
            description: What it is.
            owner: data
            ttl: forever
            online_ttl: 30d
            fields:
              - {name: title, type: STRING, description: Title.}
            sql: SELECT * FROM movies
            """;

    static final String SERVICES = """
            services:
              - name: rating
                description: A rating.
                owner: data
                views: [{view: stats, features: [rating_mean]}, {view: metadata}]
            """;

    private final Map<String, String> texts = new TreeMap<>(Map.of(
            "entities.yaml", ENTITIES,
            "sources.yaml", SOURCES,
            "stats.yaml", STATS,
            "metadata.yaml", METADATA,
            "services.yaml", SERVICES));

    public TestDefinitions with(String file, String right, String changed) {
        String text = texts.get(file);
        if (!text.contains(right)) {
            throw new IllegalArgumentException("'" + right + "' is not in " + file);
        }
        texts.put(file, text.replace(right, changed));
        return this;
    }

    public TestDefinitions without(String file) {
        texts.remove(file);
        return this;
    }

    public DefinitionFiles files() {
        return new DefinitionFiles(texts);
    }

    public FeatureDefinitions read() {
        return DefinitionReader.read(files(), AggregationSql.NONE);
    }
}
