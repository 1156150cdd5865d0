package io.marquee.workhorse.ingestion.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.ingestion.quality.RowCounts;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.TestSchema;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class CatalogueLoaderTest {

    private static final List<String> MOVIE = List.of("movie_id", "title");
    private static final List<String> RATING = List.of("user_id", "movie_id", "rating", "rated_at");

    @Inject
    AgroalDataSource dataSource;

    private CatalogueTables tables;
    private TestLoads loads;

    @BeforeEach
    void emptyCatalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        loads = new TestLoads(dataSource);
    }

    @Test
    void shouldRefuseWhatAnotherPartOfTheSameTableHas() throws Exception {
        // When
        CatalogueLoader.Loaded loaded = loads.load(new TestDataset("standard")
                .with("movies", MOVIE, List.of(List.of(1, "a"), List.of(3, "c")))
                .with("movies", MOVIE, List.of(List.of(4, "d"), List.of(3, "again"), List.of(5, "e"))));

        // Then
        assertThat(loaded.counts("movies")).isEqualTo(new RowCounts(5, 4, 1));
        assertThat(tables.rows("SELECT movie_id, title FROM catalog.movies ORDER BY 1"))
                .containsExactly("1|a", "3|c", "4|d", "5|e");
        assertThat(tables.rows("SELECT file, line, field, reason, raw FROM catalog.quarantine"))
                .containsExactly("movies.test|2|movie_id|the row repeats line 2|[3, again]");
    }

    @Test
    void shouldSeeThatSortedKeysDoNotRepeatOverAllParts() throws Exception {
        // Given
        StagingTable movies = new StagingTable(TestSchema.read().table("movies"));
        RecordKey key = new RecordKey(movies, movies.schema().delivered());

        // When / Then
        movies.order().follow(key, movie(1L, null));
        movies.order().follow(key, movie(2L, null));
        movies.order().follow(key, movie(null, "tt0000001"));
        assertThat(movies.order().isUnique()).isTrue();
        movies.order().follow(key, movie(null, "tt0000001"));
        assertThat(movies.order().isUnique()).isFalse();
    }

    @Test
    void shouldKeepRecordsAsTheyCameWhenTheyCannotBeReadTwice() throws Exception {
        // Given
        loads.load(new TestDataset("standard").with("movies", MOVIE, List.of(List.of(1, "a"))));
        List<List<Object>> rows = new ArrayList<>(List.of(List.of(1, 1, 4, 1000), List.of(1, 9, 4, 1000)));

        // When
        loads.load(new TestDataset("standard").withQuery("ratings", RATING, rows));

        // Then
        assertThat(tables.rows("SELECT line, field, reason, raw FROM catalog.quarantine"))
                .containsExactly("2|movie_id|'movie_id' names movie 9, which is not in the catalogue|[1, 9, 4, 1000]");
    }

    @Test
    void shouldLinkMoviesThatAreThereAlready() throws Exception {
        // Given
        loads.load(new TestDataset("movielens").with("movies", MOVIE, List.of(List.of(1, "a"))));

        // When
        CatalogueLoader.Loaded loaded = loads.load(new TestDataset("movielens")
                .with(
                        "links",
                        List.of("movie_id", "imdb_id", "tmdb_id"),
                        List.of(List.of(1, "tt0114709", 862), List.of(2, "tt0113497", 8844))));

        // Then
        assertThat(loaded.counts("links")).isEqualTo(new RowCounts(2, 1, 1));
        assertThat(tables.rows("SELECT movie_id, title, imdb_id, tmdb_id FROM catalog.movies"))
                .containsExactly("1|a|tt0114709|862");
        assertThat(tables.only("SELECT reason FROM catalog.quarantine"))
                .isEqualTo("'movie_id' names movie 2, which is not in the catalogue");
    }

    @Test
    void shouldNotTouchWhatComesAgain() throws Exception {
        // Given
        TestDataset dataset = new TestDataset("imdb")
                .with(
                        "movies",
                        List.of("imdb_id", "title", "genres", "year"),
                        List.of(
                                List.of("tt0000001", "a", List.of("x"), 1990),
                                List.of("tt0000002", "b", List.of(), 1991)));
        loads.load(dataset);
        String all = "SELECT m::text || r::text FROM catalog.movies m JOIN catalog.movie_records r ON own_id = movie_id"
                + " ORDER BY movie_id";
        List<String> before = tables.rows(all);

        // When
        loads.load(dataset);

        // Then
        assertThat(before).hasSize(2);
        assertThat(tables.rows(all)).isEqualTo(before);
    }

    @Test
    void shouldTakeNewAndCorrectedMoviesBesideRepeatedOnes() throws Exception {
        // Given
        List<String> columns = List.of("imdb_id", "title", "year");
        loads.load(new TestDataset("imdb").with("movies", columns, List.of(List.of("tt0000001", "a", 1990))));

        // When
        CatalogueLoader.Loaded loaded = loads.load(new TestDataset("imdb")
                .with(
                        "movies",
                        columns,
                        List.of(
                                List.of("tt0000002", "b", 1991),
                                List.of("tt0000001", "a", 1989),
                                List.of("tt0000002", "again", 1991),
                                List.of("tt0000001", "again", 1989))));

        // Then
        assertThat(loaded.counts("movies")).isEqualTo(new RowCounts(4, 2, 2));
        assertThat(tables.rows("SELECT movie_id, title, year FROM catalog.movies ORDER BY 1"))
                .containsExactly("1000000000001|a|1989", "1000000000002|b|1991");
        assertThat(tables.rows("SELECT own_id, title, year FROM catalog.movie_records ORDER BY 1"))
                .containsExactly("1000000000001|a|1989", "1000000000002|b|1991");
    }

    @Test
    void shouldRefuseTablesThatNoSourceDelivers() {
        assertThatThrownBy(() -> loads.load(new TestDataset("x").with("movie_aliases", MOVIE, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no source delivers the table 'movie_aliases'");
        assertThatThrownBy(() -> loads.load(new TestDataset("x").with("stars", MOVIE, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the schema has no table 'stars'");
    }

    private static Object[] movie(Long movieId, String imdbId) {
        List<String> names = TestSchema.read().table("movies").delivered().stream()
                .map(ColumnSchema::name)
                .toList();
        Object[] values = new Object[names.size()];
        values[names.indexOf("movie_id")] = movieId;
        values[names.indexOf("imdb_id")] = imdbId;
        return values;
    }
}
