package io.marquee.workhorse.feature.offline;

import static io.marquee.workhorse.feature.offline.TestCatalogue.DEFINITIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.id.EventId;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.OfflineBuild.Partition;
import io.marquee.workhorse.feature.offline.TestCatalogue.TestEvent;
import io.marquee.workhorse.feature.offline.TestCatalogue.TestRating;
import io.marquee.workhorse.storage.FileObjectStore;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build of what has changed must leave the rows that a build of everything leaves, in the same files and order. */
class IncrementalBuildTest {

    private static final long YEAR = 365 * 86_400L;

    private static final List<ViewDefinition> VIEWS =
            DEFINITIONS.views().stream().filter(ViewDefinition::offline).toList();

    @TempDir
    Path folder;

    private ObjectStore store;
    private RowFiles rowFiles;
    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, List<Partition>> files = new TreeMap<>();
    private final List<String> progress = new ArrayList<>();
    private long clock = 1_700_000_000_000L;

    @BeforeEach
    void open() {
        store = new FileObjectStore(folder.resolve("store"));
        rowFiles = new RowFiles(store, new RowCache(folder.resolve("cache"), 0, Clock.systemUTC()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldLeaveTheRowsOfAFullBuildAfterEachChangeOfARandomHistory(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        TestCatalogue catalogue =
                overYears(TestCatalogue.random(seed, 8, 12, 8), random).randomEvents(random, 8, 12, 40, 40 * YEAR, 400);
        build(catalogue, false);
        int updated = 0;

        for (int step = 0; step < 3; step++) {
            // When
            change(catalogue, random);
            if (step % 2 == 0) {
                changeEvents(catalogue, random);
            }
            progress.clear();
            build(catalogue, false);
            updated += (int) progress.stream()
                    .filter(line -> line.startsWith("updating"))
                    .count();

            // Then
            Map<String, List<String>> incremental = contents();
            Map<String, List<Partition>> kept = new TreeMap<>(files);
            files.clear();
            build(catalogue, true);
            assertThat(contents()).as("seed %d, step %d", seed, step).isEqualTo(incremental);
            files.putAll(kept);
        }
        assertThat(updated).isGreaterThan(4);
        assertThat(files.get("user_activity")).hasSizeGreaterThan(1);
    }

    @Test
    void shouldWriteOnlyTheYearsThatChangedAndShareTheOthers() throws Exception {
        // Given
        TestCatalogue catalogue = new TestCatalogue()
                .movie(1, "Drama")
                .movie(2, "Comedy")
                .rating(7, 1, 4.0, 30 * YEAR)
                .rating(7, 2, 3.0, 32 * YEAR)
                .rating(8, 2, 2.0, 32 * YEAR);
        build(catalogue, false);
        Map<String, List<Partition>> before = new TreeMap<>(files);

        // When
        catalogue.rating(8, 1, 5.0, 40 * YEAR);
        progress.clear();
        build(catalogue, false);

        // Then
        assertThat(progress)
                .contains("keeping movie_metadata", "updating movie_rating_stats", "updating user_behaviour");
        assertThat(periods(files.get("user_behaviour"))).containsExactly("1999", "2001", "2009");
        assertThat(files.get("user_behaviour").subList(0, 2)).isEqualTo(before.get("user_behaviour"));
        assertThat(files.get("movie_metadata")).isEqualTo(before.get("movie_metadata"));
        assertThat(store.list("features/user_behaviour/")).hasSize(3);
    }

    private static TestCatalogue overYears(TestCatalogue catalogue, Random random) {
        Map<Long, Long> years = new HashMap<>();
        catalogue.ratings.replaceAll(rating -> new TestRating(
                rating.userId(),
                rating.movieId(),
                rating.stars(),
                rating.second() + YEAR * years.merge(rating.userId(), (long) random.nextInt(2), Long::sum)));
        return catalogue;
    }

    /** One more event, at any time, and one that is taken away. */
    private static void changeEvents(TestCatalogue catalogue, Random random) {
        catalogue.events.remove(random.nextInt(catalogue.events.size()));
        TestEvent some = catalogue.events.get(random.nextInt(catalogue.events.size()));
        catalogue.event(new TestEvent(
                "late" + catalogue.events.size(),
                some.userId(),
                some.movieId(),
                "click",
                null,
                some.micros() + random.nextInt(7 * 86_400) * 1_000_000L));
    }

    private static void change(TestCatalogue catalogue, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                TestRating old = catalogue.ratings.get(random.nextInt(catalogue.ratings.size()));
                catalogue.ratings.remove(old);
                catalogue.rating(old.userId(), old.movieId(), 5.5 - old.stars(), old.second());
            }
            case 1 -> catalogue.ratings.remove(random.nextInt(catalogue.ratings.size()));
            case 2 -> catalogue.movie(1L + random.nextInt(15), "Drama", "War");
            default -> {
                TestRating some = catalogue.ratings.get(random.nextInt(catalogue.ratings.size()));
                catalogue.movie(100 + catalogue.genres.size(), "Horror");
                catalogue.rating(
                        some.userId(), 99 + catalogue.genres.size(), 4.5, some.second() - random.nextInt(3) * YEAR / 2);
            }
        }
    }

    private void build(TestCatalogue catalogue, boolean full) throws SQLException, IOException {
        String id = EventId.next(Instant.ofEpochMilli(clock++));
        try (DuckDb duckDb = TestCatalogue.open(folder.resolve("work"))) {
            catalogue.load(duckDb);
            PartitionWriter writer = new PartitionWriter(duckDb, rowFiles, id);
            SourceChanges changes = new SourceChanges(duckDb);
            for (String source : List.of("movies", "ratings", "interactions")) {
                duckDb.execute("ALTER TABLE " + source + " RENAME TO all_" + source);
                String before = sources.get(source);
                if (before == null || full) {
                    changes.unknown(source);
                } else {
                    changes.compare(source, DuckDb.parquet(List.of(writer.fetch(before))));
                }
                sources.put(
                        source,
                        writer.writeWhole("_sources/" + source, "SELECT * FROM all_" + source)
                                .objectKey());
            }
            ViewBuilder builder = new ViewBuilder(duckDb, writer, changes);
            for (ViewDefinition view : VIEWS) {
                List<Partition> before = files.get(view.name());
                OfflineBuild old = before == null
                        ? null
                        : new OfflineBuild(id, view.name(), 1, "", Instant.EPOCH, null, before, List.of(), List.of());
                files.put(view.name(), builder.build(view, old, List.of(), progress::add));
            }
        }
    }

    /** All rows of all files as text, in the order they have there, and how many there are in each. */
    private Map<String, List<String>> contents() throws SQLException, IOException {
        Map<String, List<String>> contents = new TreeMap<>();
        try (DuckDb duckDb = TestCatalogue.open(folder.resolve("work"))) {
            for (Map.Entry<String, List<Partition>> view : files.entrySet()) {
                List<String> texts = new ArrayList<>();
                List<Path> local = new ArrayList<>();
                for (Partition partition : view.getValue()) {
                    texts.add(partition.period() + ": " + partition.rowCount());
                    local.add(rowFiles.bring(partition.objectKey(), duckDb));
                }
                texts.addAll(duckDb.texts("SELECT r::VARCHAR FROM " + DuckDb.parquet(local) + " AS r"));
                contents.put(view.getKey(), texts);
            }
        }
        return contents;
    }

    private static List<String> periods(List<Partition> partitions) {
        return partitions.stream().map(Partition::period).toList();
    }
}
