package io.marquee.workhorse.feature.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.ValueType;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.stream.aggregate.AggregationQuery;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionReaderTest {

    private static final String ENTITIES = """
            entities:
              - name: movie
                join_key: movie_id
                type: INT64
                description: A movie.
            """;

    private static final String SOURCES = """
            sources:
              - name: ratings
                type: table
                table: catalog.ratings
                timestamp_field: rated_at
                description: Ratings.
                owner: data
            """;

    private static final String VIEW = """
            view: popularity
            version: 3
            entities: [movie]
            sources: [ratings]
            description: How popular it is.
            owner: data
            ttl: 12h
            online_ttl: 30d
            tags: {stage: test}
            fields:
              - name: views
                type: INT64
                description: Views.
                min: 0
              - name: genres
                type: string_list
                description: Genres.
            sql: SELECT * FROM ratings
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void entities() throws IOException {
        Files.writeString(folder.resolve("entities.yaml"), ENTITIES);
        Files.writeString(folder.resolve("sources.yaml"), SOURCES);
    }

    @Test
    void shouldReadAViewWithAllItsParts() throws IOException {
        // Given
        write(VIEW);

        // When
        ViewDefinition view = DefinitionReader.read(folder, AggregationSql.NONE).view("popularity");

        // Then
        assertThat(view.offline()).isTrue();
        assertThat(view.onlineTtl()).isEqualTo(Duration.ofDays(30));
        assertThat(view.entities()).containsExactly("movie");
        assertThat(view.sources()).containsExactly("ratings");
        assertThat(view.computation()).isEqualTo(new Computation.Sql("SELECT * FROM ratings"));
        assertThat(view.joinKey().column()).isEqualTo("movie_id");
        assertThat(view.view().version()).isEqualTo(3);
        assertThat(view.view().ttl()).isEqualTo(Duration.ofHours(12));
        assertThat(view.view().owner()).isEqualTo("data");
        assertThat(view.view().tags()).containsEntry("stage", "test");
        assertThat(view.view().fields())
                .containsExactly(
                        new FeatureField("views", ValueType.INT64, "Views.", 0.0, null),
                        new FeatureField("genres", ValueType.STRING_LIST, "Genres.", null, null));
    }

    @Test
    void shouldReadTheDefinitionsThatShipWithTheProject() {
        // When
        FeatureDefinitions definitions =
                DefinitionReader.read(Path.of("..", "config", "features"), new AggregationQuery());

        // Then
        assertThat(definitions.views())
                .extracting(ViewDefinition::name)
                .isSorted()
                .contains(
                        "movie_metadata",
                        "movie_rating_stats",
                        "user_behaviour",
                        "user_genre_affinity",
                        "user_genre_interaction",
                        "user_history");
        assertThat(definitions.viewsOf("user"))
                .extracting(ViewDefinition::name)
                .contains("user_behaviour", "user_history")
                .doesNotContain("movie_metadata");
        assertThat(definitions.view("user_history").offline()).isFalse();
        assertThat(definitions
                        .field(FeatureReference.parse("user_history:movie_ids"))
                        .type())
                .isEqualTo(ValueType.INT64_LIST);
        assertThatThrownBy(() -> definitions.field(FeatureReference.parse("user_history:likes")))
                .isInstanceOf(ProblemException.class)
                .hasMessage("there is no feature user_history:likes");
        assertThatThrownBy(() -> definitions.view("nothing"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("there is no feature view nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 3|version: 0|popularity.yaml:2: a whole number from 1 is needed here, got: 0",
                "version: 3|version: three|popularity.yaml:2: a whole number from 1 is needed here, got: three",
                "version: 3|versoin: 3|popularity.yaml:2: 'versoin' is not known here, only view, version, entities, description, owner, ttl, online_ttl, tags, offline, push_source, sources, fields, sql",
                "owner: data|#|popularity.yaml:1: 'owner' is missing",
                "owner: data|owner: 7|popularity.yaml:6: text is needed here, got: 7",
                "[movie]|[actor]|popularity.yaml:3: entity 'actor' is not in entities.yaml",
                "[movie]|[movie, movie]|popularity.yaml:3: entity 'movie' is there twice",
                "[ratings]|[likes]|popularity.yaml:4: source 'likes' is not in sources.yaml",
                "[ratings]|[ratings, ratings]|popularity.yaml:4: source 'ratings' is there twice",
                "ttl: 12h|ttl: 0s|popularity.yaml:7: a time to live is longer than nothing, or 'forever'",
                "online_ttl: 30d|online_ttl: 0d|popularity.yaml:8: a time to live is longer than nothing, or 'forever'",
                "tags:|push_source: ratings\\ntags:|popularity.yaml:9: source 'ratings' is a table, rows cannot be handed in there",
                "ttl: 12h|ttl: P1D|popularity.yaml:7: a duration such as 90s, 15m, 12h or 30d is needed here, got: P1D",
                "ttl: 12h|ttl: -1s|popularity.yaml:7: a duration such as 90s, 15m, 12h or 30d is needed here, got: -1s",
                "view: popularity|view: pop-ularity|popularity.yaml:1: a name has lower-case letters, digits and _ and begins with a letter, got: pop-ularity",
                "name: genres|name: views|popularity.yaml:15: feature 'views' is there twice",
                "name: genres|name: movie_id|popularity.yaml:15: 'movie_id' is a column that every row has, not a feature",
                "min: 0|min: low|popularity.yaml:14: a number is needed here, got: low",
                "sql: SELECT * FROM ratings|sql: ''|popularity.yaml:18: text is needed here, got: "
            })
    void shouldNameFileLineAndReasonOfWhatIsWrong(String right, String wrong, String message) throws IOException {
        // Given
        write(VIEW.replaceFirst(
                java.util.regex.Pattern.quote(right),
                java.util.regex.Matcher.quoteReplacement(wrong.translateEscapes())));

        // When / Then
        assertThatThrownBy(() -> DefinitionReader.read(folder, AggregationSql.NONE))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldRefuseAnUnknownTypeAndARangeThatCannotBe() throws IOException {
        write(VIEW.replace("type: INT64", "type: NUMBER"));
        assertThatThrownBy(() -> DefinitionReader.read(folder, AggregationSql.NONE))
                .hasMessageStartingWith("popularity.yaml:12: value type 'NUMBER' is not one of [BYTES, STRING");
        write(VIEW.replace("min: 0", "min: 5\n    max: 4"));
        assertThatThrownBy(() -> DefinitionReader.read(folder, AggregationSql.NONE))
                .hasMessage("popularity.yaml:11: feature 'views': min 5.0 is greater than max 4.0");
        write(VIEW.replace("description: Genres.", "description: Genres.\n    max: 4"));
        assertThatThrownBy(() -> DefinitionReader.read(folder, AggregationSql.NONE))
                .hasMessage("popularity.yaml:18: only numbers have a range, not STRING_LIST");
    }

    @Test
    void shouldRefuseDuplicatesBrokenYamlAndFoldersWithoutViews() throws IOException {
        assertThatThrownBy(() -> DefinitionReader.read(folder, AggregationSql.NONE))
                .hasMessage("definitions: there is no feature view");
        write(VIEW + "version: 4\n");
        assertThatThrownBy(() -> DefinitionReader.read(folder, AggregationSql.NONE))
                .hasMessageMatching("popularity.yaml:19: .*version.*");
        write("view: [");
        assertThatThrownBy(() -> DefinitionReader.read(folder, AggregationSql.NONE))
                .hasMessageStartingWith("popularity.yaml:");
        write("");
        assertThatThrownBy(() -> DefinitionReader.read(folder, AggregationSql.NONE))
                .hasMessage("popularity.yaml:1: the file is empty");
        write(VIEW);
        Files.writeString(folder.resolve("z.yaml"), VIEW);
        assertThatThrownBy(() -> DefinitionReader.read(folder, AggregationSql.NONE))
                .hasMessage("z.yaml:1: view 'popularity' is also defined in popularity.yaml");
        assertThatThrownBy(() -> DefinitionReader.read(folder.resolve("nowhere"), AggregationSql.NONE))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("the feature definitions cannot be read");
    }

    private void write(String view) throws IOException {
        Files.writeString(folder.resolve("popularity.yaml"), view);
    }
}
