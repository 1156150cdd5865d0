package io.marquee.workhorse.ingestion.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.ingestion.quality.HardRuleException;
import io.marquee.workhorse.ingestion.quality.LoadInspection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load that does not end well leaves no trace. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class LoadAtomicityTest {

    @Inject
    AgroalDataSource dataSource;

    private CatalogueTables tables;

    @BeforeEach
    void loadAFilmWithARating() throws Exception {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        new TestLoads(dataSource)
                .load(films("old").with("ratings", RATING, List.of(List.of(1, 2000000000862L, 3, 1000))));
    }

    @AfterEach
    void removeTheTrap() throws SQLException {
        tables.execute("DROP TRIGGER IF EXISTS trap ON catalog.movies; DROP FUNCTION IF EXISTS catalog.trap()");
    }

    private static final List<String> RATING = List.of("user_id", "movie_id", "rating", "rated_at");

    @Test
    void shouldLeaveNothingWhenTheConnectionIsCutBeforeTheMerge() throws Exception {
        assertUnchangedBy((connection, load) -> {
            try (var terminate = connection.createStatement()) {
                terminate.execute("SELECT pg_terminate_backend(pg_backend_pid())");
            }
            throw new IllegalStateException("the connection should have ended");
        });
    }

    @Test
    void shouldLeaveNothingWhenTheMergeIsCutAfterItsFirstTable() throws Exception {
        // The records are merged when the movies are written.
        tables.execute("CREATE FUNCTION catalog.trap() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN new; END $$;"
                + " CREATE TRIGGER trap BEFORE INSERT ON catalog.movies EXECUTE FUNCTION catalog.trap()");

        assertUnchangedBy((connection, load) -> TestLoads.NOTHING_SAID);
    }

    @Test
    void shouldLeaveNothingWhenAHardRuleIsBroken() throws Exception {
        assertUnchangedBy((connection, load) -> {
            throw new HardRuleException("too bad", TestLoads.NOTHING_SAID);
        });
    }

    private void assertUnchangedBy(LoadInspection inspection) throws Exception {
        // Given
        List<String> before = everything();
        TestDataset dataset = films("new")
                .with("links", List.of("movie_id", "tmdb_id"), List.of(List.of(1, 862)))
                .with("ratings", RATING, List.of(List.of(1, 1, 5, 2000), List.of(1, 99, 5, 2000)));

        // When
        assertThatThrownBy(() -> new TestLoads(dataSource, inspection).load(dataset))
                .isInstanceOfAny(SQLException.class, HardRuleException.class);

        // Then
        assertThat(everything()).isEqualTo(before);
    }

    private static TestDataset films(String title) {
        return new TestDataset("standard")
                .with(
                        "movies",
                        List.of("movie_id", "tmdb_id", "title"),
                        title.equals("new")
                                ? List.of(List.of(1, 862, title))
                                : List.of(java.util.Arrays.asList(null, 862, title)));
    }

    private List<String> everything() throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : List.of("movies", "movie_records", "movie_aliases", "ratings", "quarantine")) {
            rows.add(table);
            rows.addAll(tables.rows("SELECT t::text FROM catalog." + table + " t ORDER BY 1"));
        }
        return rows;
    }
}
