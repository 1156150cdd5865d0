package io.marquee.workhorse.ingestion.quality.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.schema.SchemaReader;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityRulesReaderTest {

    private static final CatalogueSchema SCHEMA = SchemaReader.read(Path.of("../config/schema"));

    @TempDir
    Path folder;

    @Test
    void shouldReadTheRulesThatAreShipped() {
        // When
        QualityRules rules = QualityRulesReader.read(Path.of("../config/quality"), SCHEMA);

        // Then
        assertThat(rules.of("movies", "standard"))
                .contains(
                        new QualityRule(
                                "movies_accepted",
                                "movies",
                                Severity.HARD,
                                new Check.Accepted(0.5),
                                Set.of("quarantine")),
                        new QualityRule(
                                "movies_accepted_usual", "movies", Severity.SOFT, new Check.Accepted(0.95), Set.of()),
                        new QualityRule(
                                "movies_any",
                                "movies",
                                Severity.HARD,
                                new Check.Rows(1),
                                Set.of("quarantine", "tmdb")));
        assertThat(rules.of("ratings", "quarantine"))
                .extracting(QualityRule::name)
                .contains("ratings_accepted_usual")
                .doesNotContain("ratings_accepted", "ratings_any", "ratings_volume");
        assertThat(rules.rules())
                .extracting(rule -> rule.check().kind())
                .contains("accepted", "valid", "rows", "nulls", "range", "fresh", "unique", "reference", "volume");
    }

    @Test
    void shouldReadEachKindOfCheck() throws IOException {
        // Given
        write("""
                version: 1
                tables:
                  ratings:
                    - {name: a, check: range, severity: soft, column: rating, low: 1, min: 0.9}
                    - {name: b, check: fresh, severity: hard, column: rated_at, max_age: 30d}
                    - {name: c, check: unique, severity: soft, columns: [user_id, movie_id], min: 1}
                    - {name: d, check: reference, severity: soft, column: movie_id, table: movies, min: 0.5}
                    - {name: e, check: volume, severity: soft, min: 0.5, max: 2}
                    - {name: f, check: nulls, severity: soft, column: rating, max: 0}
                    - {name: g, check: valid, severity: soft, column: rating, min: 1, except: [imdb]}
                """);

        // When
        QualityRules rules = QualityRulesReader.read(folder, SCHEMA);

        // Then
        assertThat(rules.rules())
                .extracting(QualityRule::check)
                .containsExactly(
                        new Check.Range("rating", 1.0, null, 0.9),
                        new Check.Fresh("rated_at", Duration.ofDays(30)),
                        new Check.Unique(List.of("user_id", "movie_id"), 1),
                        new Check.Reference("movie_id", "movies", 0.5),
                        new Check.Volume(0.5, 2),
                        new Check.Nulls("rating", 0),
                        new Check.Valid("rating", 1));
        assertThat(rules.of("ratings", "imdb")).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "{name: a, check: magic, severity: soft};`'check' must be one of accepted, valid, rows, nulls, range, fresh,"
                        + " unique, reference, volume, got: magic`",
                "{name: a, severity: soft};'check' is missing",
                "{name: a, check: accepted, severity: mild, min: 1};`'severity' must be hard or soft, got: mild`",
                "{name: a, check: accepted, severity: soft};'min' is missing",
                "{name: a, check: accepted, severity: soft, min: 1.5};`'min' must be a share from 0 to 1, got: 1.5`",
                "{name: a, check: accepted, severity: soft, min: 1, max: 2};`'max' is not known here, only name, check, severity,"
                        + " except, min`",
                "{name: a, check: nulls, severity: soft, column: stars, max: 1};no source delivers a column 'stars' of ratings",
                "{name: a, check: nulls, severity: soft, column: updated_at, max: 1};no source delivers a column 'updated_at'"
                        + " of ratings",
                "{name: a, check: fresh, severity: soft, column: rating, max_age: 1d};`'fresh' is for times, days and years,"
                        + " 'rating' is real`",
                "{name: a, check: range, severity: soft, column: rated_at, low: 1, min: 1};`a range is for numbers,"
                        + " 'rated_at' is timestamp`",
                "{name: a, check: reference, severity: soft, column: user_id, table: movies, min: 1};'user_id' is not the key of"
                        + " movies",
                "{name: a, check: reference, severity: soft, column: movie_id, table: links, min: 1};the catalogue stores no table"
                        + " 'links'",
                "{name: A, check: rows, severity: soft, min: 1};`'name' must have lower-case letters, digits and _ and begin with"
                        + " a letter, got: A`"
            })
    void shouldNameTheLineThatIsWrong(String rule, String reason) throws IOException {
        write("version: 1\ntables:\n  ratings:\n    - " + rule + "\n");
        assertThatThrownBy(() -> QualityRulesReader.read(folder, SCHEMA))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(":4")
                .hasMessageContaining(reason);
    }

    @Test
    void shouldRefuseTablesThatTheSchemaDoesNotHave() throws IOException {
        write("version: 1\ntables:\n  films:\n    - {name: a, check: rows, severity: soft, min: 1}\n");
        assertThatThrownBy(() -> QualityRulesReader.read(folder, SCHEMA))
                .hasMessageContaining("the schema has no table 'films'");
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve(QualityRulesReader.FILE), text);
    }
}
