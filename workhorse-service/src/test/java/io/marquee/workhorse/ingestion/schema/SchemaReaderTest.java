package io.marquee.workhorse.ingestion.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.platform.yaml.DefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaReaderTest {

    private static final String GOOD = """
            version: 1
            tables:
              - name: films
                stored_in: catalog.films
                description: Films.
                key: [film_id]
                identity: [film_id]
                sources: [a, b]
                columns:
                  - name: film_id
                    type: bigint
                    nulls: derived
                    min: 1
                    description: The id.
                  - name: title
                    type: text
                    nulls: required
                    max_length: 10
                    sources: [b]
                    description: The title.
                  - name: tags
                    type: texts
                    nulls: empty
                    description: The tags.
              - name: film_records
                stored_in: catalog.film_records
                description: Records.
                key: [source]
                written: true
                like: films
                columns:
                  - name: source
                    type: text
                    nulls: written
                    description: Who says it.
            """;

    @TempDir
    Path folder;

    @Test
    void shouldReadTablesAndColumns() throws IOException {
        // When
        CatalogueSchema schema = read(GOOD);

        // Then
        TableSchema films = schema.table("films");
        assertThat(films.storedIn()).isEqualTo("catalog.films");
        assertThat(films.column("film_id").orElseThrow().sources()).containsExactly("a", "b");
        assertThat(films.column("title").orElseThrow().sources()).containsExactly("b");
        assertThat(films.column("title").orElseThrow().limits().maxLength()).isEqualTo(10);
        assertThat(films.delivered()).extracting(ColumnSchema::name).containsExactly("film_id", "title", "tags");
        TableSchema records = schema.table("film_records");
        assertThat(records.columns()).extracting(ColumnSchema::name).containsExactly("title", "tags", "source");
        assertThat(records.columns())
                .extracting(ColumnSchema::nulls)
                .containsExactly(NullPolicy.UNKNOWN, NullPolicy.EMPTY, NullPolicy.WRITTEN);
        assertThat(records.delivered()).isEmpty();
        assertThatThrownBy(() -> schema.table("stars"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the schema has no table 'stars', only films, film_records");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "version: 1;version: 2;catalogue.yaml:1: only version 1 is understood, got: 2",
                "type: bigint;type: number;`catalogue.yaml:11: 'type' must be one of bigint, integer, real, double, text, texts, boolean, date, timestamp, json, got: number`",
                "nulls: derived;nulls: never;`catalogue.yaml:12: 'nulls' must be one of required, derived, unknown, empty, written, got: never`",
                "min: 1;min: one;`catalogue.yaml:13: a number is needed here, got: one`",
                "min: 1;minimum: 1;`catalogue.yaml:13: 'minimum' is not known here, only name, type, unit, nulls, min, max, latest, max_length, max_parts, pattern, example, multiline, sources, description`",
                "name: film_id;name: Film-Id;`catalogue.yaml:10: a name has lower-case letters, digits and _ and begins with a letter, got: Film-Id`",
                "name: title;name: film_id;catalogue.yaml:3: column 'film_id' of films is there twice",
                "key: [film_id];key: [film];catalogue.yaml:3: 'film' is not a column of films",
                "name: film_records;name: films;catalogue.yaml:3: table 'films' is there twice",
                "max_length: 10;max_length: 0;`catalogue.yaml:18: a whole number from 1 is needed here, got: 0`",
                "max_length: 10;max: 10;`catalogue.yaml:15: column 'title': 'max' is for a number, not for text`",
                "max_length: 10;pattern: '[';`catalogue.yaml:18: 'pattern' must be a regular expression, got: [`",
                "max_length: 10;pattern: '[a-z]+';catalogue.yaml:15: 'pattern' and 'example' must be given together",
                "nulls: empty;nulls: unknown;`catalogue.yaml:21: column 'tags': a list, and nothing else, is empty when nothing is known, got: texts and unknown`",
                "sources: [b];sources: [b, b];`catalogue.yaml:15: 'sources' names one twice: b, b`",
                "like: films;like: stars;`catalogue.yaml:30: 'like' must name a table above, got: stars`",
                "description: The id.;other: x;`catalogue.yaml:14: 'other' is not known here, only name, type, unit, nulls, min, max, latest, max_length, max_parts, pattern, example, multiline, sources, description`",
                "key: [film_id];key: [film_id;`catalogue.yaml:7: expected ',' or ']', but got :`"
            },
            delimiter = ';')
    void shouldNameFileLineAndFieldOfWhatIsWrong(String good, String bad, String message) {
        assertThatThrownBy(() -> read(GOOD.replaceFirst(java.util.regex.Pattern.quote(good), bad)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(message);
    }

    @Test
    void shouldReadTheSchemaThatShips() {
        // When
        CatalogueSchema schema = TestSchema.read();

        // Then
        assertThat(schema.tables())
                .extracting(TableSchema::name)
                .containsExactly("movies", "links", "ratings", "movie_records", "movie_aliases");
        assertThat(schema.table("movies").column("title").orElseThrow().sources())
                .containsExactly("standard", "tmdb", "imdb", "movielens");
    }

    private CatalogueSchema read(String text) throws IOException {
        Files.writeString(folder.resolve(SchemaReader.FILE), text);
        return SchemaReader.read(folder);
    }
}
