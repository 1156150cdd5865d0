package io.marquee.workhorse.ingestion.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A catalogue of before there were records, brought up to date. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class RecordMigrationTest {

    private static final String DATABASE = "record_migration_test";

    @Inject
    AgroalDataSource dataSource;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private final PGSimpleDataSource scratch = new PGSimpleDataSource();

    @BeforeEach
    void createADatabaseOfTheOldForm() throws SQLException {
        removeTheDatabase();
        new CatalogueTables(dataSource).execute("CREATE DATABASE " + DATABASE);
        scratch.setUrl(url.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + DATABASE));
        scratch.setUser(user);
        scratch.setPassword(password);
        migrate("1.1");
        tables().execute("""
                INSERT INTO catalog.movies (movie_id, title, year, genres, director, imdb_id, tmdb_id, source) VALUES
                    (1, 'Toy Story', 1995, '{Comedy}', null, 'tt0114709', 862, 'movielens'),
                    (838, 'Emma', 1996, '{}', null, 'tt0116191', 3573, 'movielens'),
                    (26958, 'Emma', 1996, '{}', null, 'tt0118308', 3573, 'movielens'),
                    (900000, 'New', 2026, '{}', 'Somebody', null, null, 'standard');
                INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES (1, 1, 4, now(), 'movielens');
                """);
    }

    @AfterEach
    void removeTheDatabase() throws SQLException {
        new CatalogueTables(dataSource).execute("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
    }

    @Test
    void shouldMakeRecordsOfMoviesAndGoOnFromThere() throws Exception {
        // When
        migrate("latest");

        // Then
        assertThat(tables().rows("SELECT own_id, source, title, director, imdb_id FROM catalog.movie_records ORDER BY 1"))
                .containsExactly(
                        "1|movielens|Toy Story|null|tt0114709",
                        "838|movielens|Emma|null|tt0116191",
                        "26958|movielens|Emma|null|tt0118308",
                        "900000|standard|New|Somebody|null");
        assertThat(tables().rows("SELECT movie_id, source, provenance FROM catalog.movies WHERE movie_id = 900000"))
                .containsExactly("900000|standard|{\"*\": \"standard\"}");

        // When: IMDb alone links nothing, but has to find the films that the old ids belong to
        new TestLoads(scratch)
                .movies(
                        "imdb",
                        Map.of("imdb_id", "tt0114709", "title", "Toy Story", "imdb_rating", 8.3),
                        Map.of("imdb_id", "tt0000009", "title", "Miss Jerry"));

        // Then
        assertThat(tables().rows("SELECT movie_id, imdb_id, tmdb_id, imdb_rating FROM catalog.movies ORDER BY 1"))
                .containsExactly(
                        "1|tt0114709|862|8.3",
                        "838|tt0116191|3573|null",
                        "26958|tt0118308|null|null",
                        "900000|null|null|null",
                        "1000000000009|tt0000009|null|null");
        assertThat(tables().only("SELECT movie_id FROM catalog.ratings")).isEqualTo("1");
    }

    private CatalogueTables tables() {
        return new CatalogueTables(scratch);
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(scratch)
                .locations("classpath:db/migration")
                .schemas("tracking", "catalog", "features", "tasks")
                .defaultSchema("tracking")
                .createSchemas(true)
                .outOfOrder(true)
                .target(target)
                .load()
                .migrate();
    }
}
