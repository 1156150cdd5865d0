package io.marquee.workhorse.feature.registry.feast;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.feature.definition.DefinitionFiles;
import io.marquee.workhorse.feature.definition.DefinitionReader;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.registry.feast.FeastRegistry.Times;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The golden file holds what classes that protoc generated from Feast's own {@code .proto} files (commit f0bc0700) write for
 * the same registry, as Python's protobuf 7.36.2 serialises it deterministically.
 */
class FeastRegistryTest {

    private static final FeatureDefinitions DEFINITIONS = DefinitionReader.read(
            new DefinitionFiles(Map.of(
                    "entities.yaml",
                    """
                    entities:
                      - {name: movie, join_key: movie_id, type: INT64, description: A movie.}
                      - {name: genre, join_key: genre, type: STRING, description: A genre.}
                    """,
                    "sources.yaml",
                    """
                    sources:
                      - {name: movies, type: table, table: catalog.movies, description: Movies., owner: data}
                      - name: clicks
                        type: stream
                        topic: what-happens
                        table: catalog.clicks
                        timestamp_field: occurred_at
                        created_timestamp_field: stored_at
                        columns: {movie_id: INT64, genre: STRING, kind: STRING, occurred_at: UNIX_TIMESTAMP, stored_at: UNIX_TIMESTAMP}
                        description: Clicks.
                        owner: web
                      - {name: handed_in, type: push, batch_source: movies, description: Rows., owner: data}
                      - {name: lake, type: file, uri: 's3://lake/rows', format: parquet, timestamp_field: at, description: Lake., owner: data}
                      - {name: lines, type: file, uri: /data/lines.csv, format: csv, description: Lines., owner: data}
                      - {name: votes, type: query, connection: 'postgresql://db/votes', sql: SELECT 1, description: Votes., owner: data}
                      - {name: snow, type: query, connection: 'jdbc:snowflake://snow/votes', sql: SELECT 2, description: Snow., owner: data}
                      - {name: unheard_of, type: query, connection: 'mysql://db/votes', sql: SELECT 3, description: Of no class in Feast., owner: data}
                    """,
                    "metadata.yaml",
                    """
                    view: metadata
                    version: 3
                    entities: [movie]
                    sources: [movies]
                    push_source: handed_in
                    description: What it is.
                    owner: data
                    ttl: 12h
                    online_ttl: 30d
                    tags: {stage: test, area: movies}
                    fields:
                      - {name: title, type: STRING, description: Title.}
                      - {name: genres, type: STRING_LIST, description: Genres.}
                      - {name: year, type: INT64, min: 1870, max: 2100, description: Year.}
                    sql: SELECT * FROM movies
                    """,
                    "activity.yaml",
                    """
                    view: activity
                    version: 1
                    entities: [movie, genre]
                    source: clicks
                    offline: false
                    description: What happens.
                    owner: web
                    ttl: forever
                    online_ttl: forever
                    aggregations:
                      - {name: clicks, function: count, where: {kind: click}, description: Clicks.}
                    """,
                    "services.yaml",
                    """
                    services:
                      - name: rating
                        description: A rating.
                        owner: data
                        tags: {stage: test}
                        views: [{view: metadata, features: [year, genres]}, {view: activity}]
                    """)),
            (joinKeys, aggregations) -> "SELECT * FROM clicks");

    private static final FeastTarget TARGET = new FeastTarget(
            "marquee",
            view -> "s3://marquee/features/" + view + "/1.parquet",
            "http://store:9000",
            "broker:9092",
            "redis",
            "redis:6379,db=2");

    private static final Map<String, Times> TIMES = Map.of(
            "entity:movie", new Times(Instant.ofEpochSecond(100), Instant.ofEpochSecond(200)),
            "entity:genre", new Times(Instant.ofEpochSecond(100), Instant.ofEpochSecond(100)),
            "view:metadata", new Times(Instant.ofEpochSecond(100, 5_000), Instant.ofEpochSecond(300)),
            "view:activity", new Times(Instant.ofEpochSecond(300), Instant.ofEpochSecond(300)),
            "service:rating", new Times(Instant.ofEpochSecond(100), Instant.ofEpochSecond(300)));

    @Test
    void shouldWriteTheBytesThatFeastsOwnClassesWrite() throws IOException {
        // When
        byte[] registry = new FeastRegistry(DEFINITIONS, TARGET, (kind, name) -> TIMES.get(kind + ":" + name))
                .encode(7, new Times(Instant.ofEpochSecond(100), Instant.ofEpochSecond(300)));

        // Then
        assertThat(HexFormat.of().formatHex(registry)).isEqualTo(golden());
    }

    @Test
    void shouldWriteAnEntityAsItsBytesFollowFromTheSpecification() {
        // Given
        ProtoMessage entity = new ProtoMessage()
                .text(1, "movie")
                .number(2, 4)
                .text(4, "movie_id")
                .flag(8, false)
                .map(9, Map.of("b", "2", "a", ""))
                .message(10, new ProtoMessage());

        // When / Then
        assertThat(HexFormat.of().formatHex(entity.toByteArray()))
                .isEqualTo("0a05" + "6d6f766965" + "1004" + "2208" + "6d6f7669655f6964" + "4a05" + "0a01611200" + "4a06"
                        + "0a0162120132" + "5200");
    }

    @Test
    void shouldWriteTheConfigurationThatFeastReads() {
        assertThat(FeastStoreFile.of(TARGET)).isEqualTo("""
                        project: marquee
                        provider: local
                        registry:
                          registry_type: file
                          path: registry.db
                        online_store:
                          type: redis
                          redis_type: redis
                          connection_string: "redis:6379,db=2"
                        offline_store:
                          type: duckdb
                        entity_key_serialization_version: 3
                        """);
    }

    private static String golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                FeastRegistryTest.class.getResourceAsStream("/golden/feast/registry.hex"), "registry.hex")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
        }
    }
}
