package io.marquee.workhorse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.snapshot.TableVersions.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableVersionsTest {

    @TempDir
    Path folder;

    private SnapshotLab lab;
    private Connection connection;

    @BeforeEach
    void catalogue() throws Exception {
        lab = SnapshotLab.open(folder);
        lab.fill(10, 10);
        connection = lab.connect();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM catalog.ratings WHERE user_id = 3",
                "UPDATE catalog.ratings SET rating = 1, updated_at = updated_at",
                "INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES (99, 1, 1, now(), 's')",
                "TRUNCATE catalog.ratings",
                "ALTER TABLE catalog.ratings ADD COLUMN more integer DEFAULT 7",
                "ALTER TABLE catalog.ratings ALTER COLUMN source TYPE text USING upper(source)",
                "ALTER TABLE catalog.ratings ALTER COLUMN rating TYPE double precision",
                "ALTER TABLE catalog.ratings DROP COLUMN source",
                "BEGIN; ALTER TABLE catalog.ratings DISABLE TRIGGER note_change; DELETE FROM catalog.ratings;"
                        + " ALTER TABLE catalog.ratings ENABLE ALWAYS TRIGGER note_change; COMMIT",
                "BEGIN; SAVEPOINT s; DELETE FROM catalog.ratings; ROLLBACK TO s; DELETE FROM catalog.ratings; COMMIT",
                "BEGIN; SAVEPOINT s; DELETE FROM catalog.ratings; RELEASE s; COMMIT",
                "DO $$ BEGIN EXECUTE 'DELETE FROM catalog.ratings'; END $$",
                "WITH gone AS (DELETE FROM catalog.ratings RETURNING 1) SELECT count(*) FROM gone",
                "MERGE INTO catalog.ratings r USING (SELECT 1 AS u) s ON r.user_id = s.u WHEN MATCHED THEN DELETE",
                "TRUNCATE catalog.movies CASCADE"
            })
    void shouldSeeEveryKindOfChange(String change) throws Exception {
        // Given
        State before = TableVersions.state(connection, "ratings");

        // When
        lab.execute(change);

        // Then
        assertThat(TableVersions.state(connection, "ratings")).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM catalog.ratings",
                "INSERT INTO catalog.movies (movie_id, title, source) VALUES (99, 'x', 's')",
                "BEGIN; DELETE FROM catalog.ratings; ROLLBACK",
                "BEGIN; SAVEPOINT s; DELETE FROM catalog.ratings; ROLLBACK TO s; COMMIT",
                "ANALYZE catalog.ratings",
                "VACUUM catalog.ratings"
            })
    void shouldSeeNoChangeWhereThereIsNone(String sql) throws Exception {
        // Given
        State before = TableVersions.state(connection, "ratings");

        // When
        lab.execute(sql);

        // Then
        assertThat(TableVersions.state(connection, "ratings")).isEqualTo(before);
    }

    /** What neither a sequence's greatest number nor the newest time of change would tell. */
    @Test
    void shouldSeeAWriterThatBeganFirstAndCommitsLast() throws Exception {
        // Given
        try (Connection slow = lab.connect();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("DELETE FROM catalog.ratings WHERE user_id = 1");
            lab.execute("DELETE FROM catalog.ratings WHERE user_id = 2");
            State between = TableVersions.state(connection, "ratings");

            // When
            slow.commit();

            // Then
            assertThat(TableVersions.state(connection, "ratings")).isNotEqualTo(between);
        }
    }

    @Test
    void shouldNotLetWritersWaitForEachOther() throws Exception {
        // Given
        try (Connection slow = lab.connect();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("DELETE FROM catalog.ratings WHERE user_id = 1");

            // When
            lab.execute("SET lock_timeout = '1s'; DELETE FROM catalog.ratings WHERE user_id = 2");

            // Then
            assertThat(lab.only("SELECT count(*) FROM catalog.ratings")).isEqualTo("90");
        }
    }

    @Test
    void shouldKeepTheCountWhenChangesAreFolded() throws Exception {
        // Given
        lab.execute("INSERT INTO catalog.table_changes (table_name) SELECT 'ratings' FROM generate_series(1, 1100)");
        State before = TableVersions.state(connection, "ratings");

        // When
        TableVersions.fold(connection);
        lab.execute("DELETE FROM catalog.ratings WHERE user_id = 1");

        // Then
        State after = TableVersions.state(connection, "ratings");
        assertThat(lab.only("SELECT count(*) FROM catalog.table_changes WHERE table_name = 'ratings'"))
                .isEqualTo("1");
        assertThat(after.version()).isEqualTo(before.version() + 1);
    }

    @Test
    void shouldTrustNoTableWhoseTriggerIsOff() throws Exception {
        // Given
        lab.create("v1");
        lab.execute("ALTER TABLE catalog.ratings DISABLE TRIGGER note_change", "DELETE FROM catalog.ratings");

        // When
        SnapshotWriter.Written written = lab.create("v2");

        // Then
        assertThat(written.tablesRead()).containsExactly("ratings");
        assertThat(written.manifest().table("ratings").orElseThrow().rows()).isZero();
    }
}
