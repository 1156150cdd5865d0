package io.marquee.workhorse.ingestion.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which records are of the same film, and that the order in which they come does not matter. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class FilmIdentityTest {

    private static final String MOVIES = "SELECT movie_id, title, imdb_id, tmdb_id FROM catalog.movies ORDER BY 1";
    private static final String ALIASES = "SELECT alias_id, movie_id FROM catalog.movie_aliases ORDER BY 1";
    private static final String CONFLICTS =
            "SELECT own_id, source, column_name, claimed, kept, movie_id FROM catalog.movie_conflicts ORDER BY 1, 2, 3";

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
    void shouldGiveAFilmThatMovieLensDoesNotHaveAnIdOfItsOwn() throws Exception {
        // When
        loads.movies("imdb", Map.of("imdb_id", "tt0114709", "title", "Toy Story"));
        loads.movies("tmdb", Map.of("tmdb_id", 808, "title", "Shrek"));

        // Then
        assertThat(tables.rows(MOVIES))
                .containsExactly("1000000114709|Toy Story|tt0114709|null", "2000000000808|Shrek|null|808");
        assertThat(tables.rows(ALIASES)).isEmpty();
    }

    @Test
    void shouldJoinTheSourcesOfAFilmAndTakeEachColumnFromTheBest() throws Exception {
        // When
        loads.movies(
                "imdb",
                Map.of(
                        "imdb_id",
                        "tt0114709",
                        "title",
                        "Toy Story",
                        "year",
                        1995,
                        "runtime_minutes",
                        81,
                        "imdb_rating",
                        8.3,
                        "genres",
                        "Adventure|Animation"));
        loads.movies(
                "tmdb",
                Map.of(
                        "tmdb_id",
                        862,
                        "imdb_id",
                        "tt0114709",
                        "title",
                        "토이 스토리",
                        "year",
                        1996,
                        "overview",
                        "…",
                        "runtime_minutes",
                        80));
        loads.load(new TestDataset("movielens")
                .with("movies", List.of("movie_id", "title", "genres"), List.of(List.of(1, "Toy Story", "Comedy")))
                .with("links", List.of("movie_id", "imdb_id"), List.of(List.of(1, "tt0114709"))));

        // Then
        assertThat(tables.rows(MOVIES)).containsExactly("1|토이 스토리|tt0114709|862");
        assertThat(
                        tables.rows(
                                "SELECT year, genres, runtime_minutes, imdb_rating, overview, source, provenance FROM catalog.movies"))
                .containsExactly(
                        "1995|{Comedy}|81|8.3|…|tmdb|{\"*\": \"tmdb\", \"year\": \"imdb\", \"genres\": \"movielens\","
                                + " \"imdb_id\": \"movielens\", \"imdb_rating\": \"imdb\", \"runtime_minutes\": \"imdb\"}");
        assertThat(tables.rows(ALIASES)).containsExactly("1000000114709|1", "2000000000862|1");
        assertThat(tables.rows(CONFLICTS)).isEmpty();
    }

    @Test
    void shouldCarryRatingsToTheFilmsNewId() throws Exception {
        // Given
        loads.movies("tmdb", Map.of("tmdb_id", 862, "title", "Toy Story"));
        loads.movies("movielens", Map.of("movie_id", 1, "title", "Toy Story"));
        tables.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES"
                + " (1, 2000000000862, 3, '2020-01-01Z', 'interaction'), (2, 2000000000862, 3, '2020-01-01Z', 'x'),"
                + " (3, 2000000000862, 3, '2020-01-01Z', 'x'),"
                + " (2, 1, 5, '2019-01-01Z', 'x'), (3, 1, 5, '2021-01-01Z', 'x')");

        // When
        loads.load(
                new TestDataset("movielens").with("links", List.of("movie_id", "tmdb_id"), List.of(List.of(1, 862))));
        loads.load(new TestDataset("standard")
                .with(
                        "ratings",
                        List.of("user_id", "movie_id", "rating", "rated_at"),
                        List.of(List.of(4, 2000000000862L, 4, 1000), List.of(4, 1, 2, 999))));

        // Then
        assertThat(tables.rows("SELECT movie_id FROM catalog.movies")).containsExactly("1");
        assertThat(tables.rows("SELECT user_id, movie_id, rating, source FROM catalog.ratings ORDER BY 1"))
                .containsExactly("1|1|3|interaction", "2|1|3|x", "3|1|5|x", "4|1|4|standard");
    }

    @Test
    void shouldGiveAnIdToOneFilmOnlyAndSayWhoElseClaimsIt() throws Exception {
        // When: two films of MovieLens claim one TMDB id, and TMDB says another IMDb id than MovieLens
        loads.load(new TestDataset("movielens")
                .with("movies", List.of("movie_id", "title"), List.of(List.of(838, "Emma"), List.of(26958, "Emma")))
                .with(
                        "links",
                        List.of("movie_id", "imdb_id", "tmdb_id"),
                        List.of(List.of(838, "tt0116191", 3573), List.of(26958, "tt0118308", 3573))));
        loads.movies("tmdb", Map.of("tmdb_id", 3573, "imdb_id", "tt0118308", "title", "Emma"));

        // Then
        assertThat(tables.rows(MOVIES)).containsExactly("838|Emma|tt0116191|3573", "26958|Emma|tt0118308|null");
        assertThat(tables.rows(CONFLICTS))
                .containsExactly(
                        "26958|movielens|tmdb_id|3573|null|26958",
                        "2000000003573|tmdb|imdb_id|tt0118308|tt0116191|838");
    }

    @Test
    void shouldPartFilmsAgainWhenTheClaimThatJoinedThemIsCorrected() throws Exception {
        // Given
        loads.movies(
                "imdb", Map.of("imdb_id", "tt0000001", "title", "one"), Map.of("imdb_id", "tt0000002", "title", "two"));
        loads.movies("standard", Map.of("movie_id", 7, "title", "seven", "imdb_id", "tt0000001"));
        assertThat(tables.rows(MOVIES)).containsExactly("7|seven|tt0000001|null", "1000000000002|two|tt0000002|null");

        // When
        loads.movies("standard", Map.of("movie_id", 7, "title", "seven", "imdb_id", "tt0000002"));

        // Then
        assertThat(tables.rows(MOVIES)).containsExactly("7|seven|tt0000002|null", "1000000000001|one|tt0000001|null");
        assertThat(tables.rows(ALIASES)).containsExactly("1000000000002|7");
    }

    @Test
    void shouldEndInTheSameTablesWhateverTheOrderOfLoads() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            // Given
            Random random = new Random(seed);
            List<TestDataset> datasets = datasets(random);

            // When
            List<String> first = outcome(datasets);
            Collections.shuffle(datasets, random);
            List<String> second = outcome(datasets);
            Collections.reverse(datasets);
            List<TestDataset> twice = new ArrayList<>(datasets);
            twice.addAll(datasets);
            List<String> third = outcome(twice);

            // Then
            assertThat(second).as("seed %d", seed).isEqualTo(first);
            assertThat(third).as("seed %d, each load twice", seed).isEqualTo(first);
            assertConsistent(seed);
        }
    }

    private List<String> outcome(List<TestDataset> datasets) throws Exception {
        tables.clear();
        for (TestDataset dataset : datasets) {
            loads.load(dataset);
        }
        List<String> rows = new ArrayList<>();
        rows.addAll(
                tables.rows("SELECT to_jsonb(r) - 'updated_at' FROM catalog.movie_records r ORDER BY own_id, source"));
        rows.addAll(tables.rows("SELECT to_jsonb(m) - 'updated_at' FROM catalog.movies m ORDER BY movie_id"));
        rows.addAll(tables.rows(ALIASES));
        rows.addAll(tables.rows(CONFLICTS));
        return rows;
    }

    private void assertConsistent(long seed) throws SQLException {
        assertThat(tables.rows(
                        "SELECT imdb_id FROM catalog.movies WHERE imdb_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1"))
                .as("seed %d: imdb ids of two films", seed)
                .isEmpty();
        assertThat(tables.rows(
                        "SELECT tmdb_id FROM catalog.movies WHERE tmdb_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1"))
                .as("seed %d: tmdb ids of two films", seed)
                .isEmpty();
        assertThat(tables.rows("SELECT alias_id FROM catalog.movie_aliases a WHERE NOT EXISTS"
                        + " (SELECT FROM catalog.movies m WHERE m.movie_id = a.movie_id)"))
                .as("seed %d: aliases of nothing", seed)
                .isEmpty();
        assertThat(tables.rows("SELECT own_id FROM catalog.movie_records r LEFT JOIN catalog.movie_aliases a ON"
                        + " a.alias_id = r.own_id WHERE NOT EXISTS"
                        + " (SELECT FROM catalog.movies m WHERE m.movie_id = coalesce(a.movie_id, r.own_id))"))
                .as("seed %d: records of no film", seed)
                .isEmpty();
    }

    /** Few ids, so that claims meet and contradict each other. */
    private static List<TestDataset> datasets(Random random) {
        List<TestDataset> datasets = new ArrayList<>();
        for (String source : List.of("standard", "movielens", "tmdb", "imdb", "file")) {
            Map<Object, Map<String, Object>> records = new HashMap<>();
            for (int i = 0; i < 12; i++) {
                Map<String, Object> record = record(source, random);
                Object key = record.getOrDefault(
                        "movie_id", String.valueOf(record.getOrDefault("tmdb_id", record.get("imdb_id"))));
                records.put(key, record);
            }
            List<Map<String, Object>> all = new ArrayList<>(records.values());
            // What a source says may come in several loads.
            int half = random.nextInt(all.size());
            datasets.add(TestLoads.dataset(source, all.subList(half, all.size())));
            if (half > 0) {
                datasets.add(TestLoads.dataset(source, all.subList(0, half)));
            }
        }
        return datasets;
    }

    private static Map<String, Object> record(String source, Random random) {
        Map<String, Object> record = new HashMap<>();
        record.put("title", source + random.nextInt(100));
        if (random.nextBoolean()) {
            record.put("year", 1990 + random.nextInt(20));
            record.put("genres", List.of("G" + random.nextInt(9)));
        }
        boolean mixed = source.equals("file");
        if (source.equals("standard") || source.equals("movielens") || mixed && random.nextInt(3) == 0) {
            record.put("movie_id", 1 + random.nextInt(8));
        }
        if (source.equals("tmdb") || !source.equals("imdb") && random.nextBoolean()) {
            record.put("tmdb_id", 1 + random.nextInt(8));
        }
        boolean needsId = !record.containsKey("movie_id") && !record.containsKey("tmdb_id");
        if (needsId || random.nextBoolean()) {
            record.put("imdb_id", "tt000000" + (1 + random.nextInt(8)));
        }
        return record;
    }
}
