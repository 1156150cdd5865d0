package io.marquee.workhorse.ingestion.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A catalogue of before there were records, brought up to date. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class RecordMigrationTest {

    @Inject
    AgroalDataSource dataSource;

    private CatalogueTables tables;

    @BeforeEach
    void clear() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("DROP SCHEMA IF EXISTS old_catalogue CASCADE; CREATE SCHEMA old_catalogue");
    }

    @AfterEach
    void removeTheOldCatalogue() throws SQLException {
        tables.execute("DROP SCHEMA IF EXISTS old_catalogue CASCADE");
    }

    @Test
    void shouldMakeRecordsOfMovies() throws Exception {
        // Given
        migrate("V1_0__catalog.sql");
        migrate("V1_1__movie_columns.sql");
        tables.execute("""
                INSERT INTO old_catalogue.movies (movie_id, title, year, genres, director, imdb_id, tmdb_id, source) VALUES
                    (1, 'Toy Story', 1995, '{Comedy}', null, 'tt0114709', 862, 'movielens'),
                    (900000, 'New', 2026, '{}', 'Somebody', null, null, 'standard')
                """);

        // When
        migrate("V1_2__movie_records.sql");

        // Then
        assertThat(tables.rows("SELECT own_id, source, title, year, genres, director, imdb_id, tmdb_id"
                        + " FROM old_catalogue.movie_records ORDER BY 1"))
                .containsExactly(
                        "1|movielens|Toy Story|1995|{Comedy}|null|tt0114709|862",
                        "900000|standard|New|2026|{}|Somebody|null|null");
        assertThat(tables.rows("SELECT movie_id, source, provenance FROM old_catalogue.movies ORDER BY 1"))
                .containsExactly("1|movielens|{\"*\": \"movielens\"}", "900000|standard|{\"*\": \"standard\"}");
        assertThat(tables.rows("SELECT * FROM old_catalogue.movie_conflicts")).isEmpty();
    }

    @Test
    void shouldFindTheFilmsOfMigratedRecordsWithTheFirstLoad() throws Exception {
        // Given: as a migration leaves them, without aliases, and one TMDB id twice
        String ids = " (VALUES (1, 'Toy Story', 'tt0114709', 862), (838, 'Emma', 'tt0116191', 3573),"
                + " (26958, 'Emma', 'tt0118308', 3573)) AS old (id, title, imdb_id, tmdb_id)";
        tables.execute("INSERT INTO catalog.movie_records (own_id, source, title, imdb_id, tmdb_id)"
                + " SELECT id, 'movielens', title, imdb_id, tmdb_id FROM" + ids);
        tables.execute("INSERT INTO catalog.movies (movie_id, source, title, imdb_id, tmdb_id)"
                + " SELECT id, 'movielens', title, imdb_id, tmdb_id FROM" + ids);

        // When: IMDb alone links nothing
        new TestLoads(dataSource)
                .movies(
                        "imdb",
                        Map.of("imdb_id", "tt0114709", "title", "Toy Story", "imdb_rating", 8.3),
                        Map.of("imdb_id", "tt0000009", "title", "Miss Jerry"));

        // Then
        assertThat(tables.rows("SELECT movie_id, imdb_id, tmdb_id, imdb_rating FROM catalog.movies ORDER BY 1"))
                .containsExactly(
                        "1|tt0114709|862|8.3",
                        "838|tt0116191|3573|null",
                        "26958|tt0118308|null|null",
                        "1000000000009|tt0000009|null|null");
    }

    private void migrate(String file) throws IOException, SQLException {
        try (InputStream sql = RecordMigrationTest.class.getResourceAsStream("/db/migration/" + file)) {
            tables.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("\\bcatalog\\.", "old_catalogue."));
        }
    }
}
