package io.marquee.workhorse.feature.definition;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.feature.registry.TestDefinitions;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to define something wrong that spans more than one view: each is refused with file, line and reason. */
class BadDefinitionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "entities.yaml|type: INT64|type: NUMBER|2: value type 'NUMBER' is not one of [BYTES, STRING, INT32, INT64, DOUBLE, FLOAT, BOOL, UNIX_TIMESTAMP, BYTES_LIST, STRING_LIST, INT32_LIST, INT64_LIST, DOUBLE_LIST, FLOAT_LIST, BOOL_LIST, UNIX_TIMESTAMP_LIST]",
                "entities.yaml|type: INT64|type: DOUBLE|2: a join key is INT64, INT32, STRING, BYTES or UNIX_TIMESTAMP, got: DOUBLE",
                "entities.yaml|join_key: genre, ||3: 'join_key' is missing",
                "entities.yaml|name: genre|name: movie|3: entity 'movie' is there twice",
                "entities.yaml|join_key: genre|join_key: movie_id|3: join key 'movie_id' is that of entity 'movie' too",
                "entities.yaml|join_key: genre|join_key: event_timestamp|3: 'event_timestamp' is a column that every row has",
                "sources.yaml|type: table, table|type: view, table|2: a source is a table, query, file, stream or push, got: view",
                "sources.yaml|table: catalog.movies|table: movies|2: a table has the shape schema.table, got: movies",
                "sources.yaml|type: table, table: catalog.movies|type: query, sql: SELECT 1|2: 'connection' is missing",
                "sources.yaml|type: table, table: catalog.movies|`type: query, sql: SELECT 1, connection: here`|2: a connection has the shape of a URI, got: here",
                "sources.yaml|type: table, table: catalog.movies|`type: query, sql: SELECT 1, connection: 'mysql://me:secret@db/x'`|2: a connection must not have a password in it",
                "sources.yaml|type: table, table: catalog.movies|`type: query, sql: SELECT 1, connection: 'jdbc:mysql://db/x?user=me&password=secret'`|2: a connection must not have a password in it",
                "sources.yaml|type: table, table: catalog.movies|type: file, uri: rows.xml, format: xml|2: a file is parquet, csv or json, got: xml",
                "sources.yaml|type: table, table: catalog.movies|`type: table, table: catalog.movies, timestamp_field: at, columns: {movie_id: INT64}`|2: column 'at' is not among the source's columns",
                "sources.yaml|name: ratings|name: movies|3: source 'movies' is there twice",
                "sources.yaml|owner: data}|owner: data, colour: blue}|2: 'colour' is not known here, only name, type, timestamp_field, created_timestamp_field, columns, description, owner, table",
                "stats.yaml|sources: [ratings]|sources: [likes]|4: source 'likes' is not in sources.yaml",
                "stats.yaml|sources: [ratings]|sources: [ratings, movies]|13: the SQL does not read source 'movies'",
                "stats.yaml|SELECT * FROM ratings|DELETE FROM ratings|13: the SQL must be a query, which only reads",
                "stats.yaml|SELECT * FROM ratings|`|\\n  SELECT *\\n  FROM ratings,\\n  read_csv('/etc/passwd')`|16: the SQL must read from the view's sources, not from read_csv()",
                "stats.yaml|SELECT * FROM ratings|`|\\n  SELECT *\\n  FRM ratings`|15: syntax error at or near \"ratings\"",
                "stats.yaml|ttl: 12h|ttl: 0s|7: a time to live is longer than nothing, or 'forever'",
                "stats.yaml|ttl: 12h|ttl: -1h|7: a duration such as 90s, 15m, 12h or 30d is needed here, got: -1h",
                "stats.yaml|view: stats|view: metadata|1: view 'metadata' is also defined in metadata.yaml",
                "services.yaml|view: stats|view: likes|5: there is no feature view 'likes'",
                "services.yaml|view: stats|view: metadata|5: feature view 'metadata' has no feature 'rating_mean'",
                "services.yaml|[rating_mean]|[rating_mean, stars]|5: feature view 'stats' has no feature 'stars'",
                "services.yaml|[rating_mean]|[rating_mean, rating_mean]|5: feature 'stats:rating_mean' is there twice",
                "services.yaml|{view: metadata}|{view: stats}|5: feature view 'stats' is there twice",
                "services.yaml|[rating_mean]|[]|5: a list with at least one element is needed here",
                "services.yaml|owner: data|owner: ''|`4: text is needed here, got: `",
                "services.yaml|  - name: rating|  - {name: rating, description: d, owner: o, views: [{view: stats}]}\\n  - name: rating|3: feature service 'rating' is there twice",
            })
    void shouldNameFileLineAndReason(String file, String right, String wrong, String message) {
        // Given
        TestDefinitions definitions =
                new TestDefinitions().with(file, right, wrong == null ? "" : wrong.translateEscapes());

        // When / Then
        assertThatThrownBy(definitions::read)
                .isInstanceOf(DefinitionException.class)
                .hasMessage(file + ":" + message);
    }

    @Test
    void shouldRefuseDefinitionsThatDependOnThemselves() {
        assertThatThrownBy(() -> new TestDefinitions()
                        .with("stats.yaml", "sources: [ratings]", "sources: [metadata]")
                        .read())
                .hasMessage("stats.yaml:4: 'metadata' is a feature view: views are computed from sources alone, so that"
                        + " none depends on itself");
        assertThatThrownBy(() -> new TestDefinitions()
                        .with("stats.yaml", "sources: [ratings]", "sources: [stats]")
                        .read())
                .hasMessage("stats.yaml:4: 'stats' is a feature view: views are computed from sources alone, so that"
                        + " none depends on itself");
        assertThatThrownBy(() -> new TestDefinitions()
                        .with("sources.yaml", "type: table, table: catalog.movies", "type: push, batch_source: movies")
                        .read())
                .hasMessage("sources.yaml:2: source 'movies' takes its past from 'movies', which has none itself");
        assertThatThrownBy(() -> new TestDefinitions()
                        .with("sources.yaml", "type: table, table: catalog.movies", "type: push, batch_source: likes")
                        .read())
                .hasMessage("sources.yaml:2: source 'likes' is not in sources.yaml");
    }

    @Test
    void shouldRefuseFilesThatAreMissingOrHaveOtherNames() {
        assertThatThrownBy(() -> new TestDefinitions().without("entities.yaml").read())
                .hasMessage("entities.yaml:1: the file is missing");
        assertThatThrownBy(() -> new TestDefinitions()
                        .without("stats.yaml")
                        .without("metadata.yaml")
                        .read())
                .hasMessage("definitions: there is no feature view");
        assertThatThrownBy(() -> new DefinitionFiles(Map.of("../x.yaml", "")))
                .hasMessage("definitions: '../x.yaml' is not the name of a .yaml file");
    }
}
