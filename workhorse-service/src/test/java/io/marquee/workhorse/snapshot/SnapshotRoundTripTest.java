package io.marquee.workhorse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.snapshot.SnapshotRestorer.Restored;
import io.marquee.workhorse.snapshot.SnapshotWriter.Written;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotRoundTripTest {

    @TempDir
    Path folder;

    private SnapshotLab lab;

    @BeforeEach
    void catalogue() throws Exception {
        lab = SnapshotLab.open(folder);
        lab.fill(200, 100);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void shouldBringEveryRowBackWithItsConstraints() throws Exception {
        // Given
        Map<String, List<String>> before = lab.tables();
        List<String> definitions = lab.definitions();
        lab.create("v1");
        lab.execute(
                "DELETE FROM catalog.ratings WHERE user_id < 50",
                "UPDATE catalog.ratings SET rating = 5 WHERE user_id = 60",
                "UPDATE catalog.movies SET title = 'other', director = 'somebody' WHERE movie_id % 3 = 0",
                "INSERT INTO catalog.movies (movie_id, title, source) VALUES (1000, '기생충', 'standard')");

        // When
        Restored restored = lab.restore("v1");

        // Then
        assertThat(lab.tables()).isEqualTo(before);
        assertThat(lab.definitions()).isEqualTo(definitions);
        assertThat(restored.rows()).containsEntry("movies", 200L).containsEntry("ratings", 20_000L);
    }

    @Test
    void shouldNeitherReadNorWriteWhatHasNotChanged() throws Exception {
        // Given
        Written first = lab.create("v1");

        // When
        Written second = lab.create("v2");
        lab.execute("UPDATE catalog.ratings SET rating = 5 WHERE user_id = 50 AND movie_id = 50");
        Written third = lab.create("v3");

        // Then
        assertThat(first.tablesRead()).contains("movies", "ratings");
        assertThat(first.objectsWritten()).isPositive();
        assertThat(second.tablesRead()).isEmpty();
        assertThat(second.objectsWritten()).isZero();
        assertThat(second.manifest().tables()).isEqualTo(first.manifest().tables());
        assertThat(second.manifest().parent()).isEqualTo("v1");
        assertThat(third.tablesRead()).containsExactly("ratings");
        assertThat(third.objectsWritten()).isEqualTo(1);
    }

    @Test
    void shouldLeaveTablesAloneThatHoldTheSnapshotAlready() throws Exception {
        // Given
        lab.create("v1");

        // When
        Restored nothing = lab.restore("v1");
        lab.execute("DELETE FROM catalog.ratings WHERE user_id = 1");
        Restored ratings = lab.restore("v1");
        Restored again = lab.restore("v1");
        Written after = lab.create("v2");

        // Then
        assertThat(nothing.rows()).isEmpty();
        assertThat(ratings.rows()).containsOnlyKeys("ratings");
        assertThat(again.rows()).isEmpty();
        assertThat(after.tablesRead()).isEmpty();
    }

    @Test
    void shouldRestoreOnAnotherMachineFromTheObjectStoreAlone() throws Exception {
        // Given
        lab.create("v1");
        Map<String, List<String>> before = lab.tables();

        try (SnapshotLab other = SnapshotLab.open(folder.resolve("other"), folder.resolve("objects"))) {
            // When
            other.restore("v1");

            // Then
            assertThat(other.tables()).isEqualTo(before);
            assertThat(other.create("v2").objectsWritten()).isZero();
            assertThat(other.definitions()).isEqualTo(lab.definitions());
        }
    }

    @Test
    void shouldCutTheSameRowsIntoTheSameChunksOnEveryMachine() throws Exception {
        // Given
        Written here = lab.create("v1");

        try (SnapshotLab other = SnapshotLab.open(folder.resolve("other"))) {
            // When: the same rows, written in another order and at other times
            other.fill(200, 100);
            other.execute(
                    "UPDATE catalog.movies SET updated_at = '"
                            + lab.only("SELECT updated_at FROM catalog.movies LIMIT 1") + "'",
                    "UPDATE catalog.ratings SET updated_at = '"
                            + lab.only("SELECT updated_at FROM catalog.ratings LIMIT 1") + "'");
            Written there = other.create("v1");

            // Then
            assertThat(there.manifest().dataDigest()).isEqualTo(here.manifest().dataDigest());
        }
    }
}
