package io.marquee.workhorse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.snapshot.SnapshotWriter.Request;
import io.marquee.workhorse.snapshot.TableContent.Chunk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is named, and changes nothing. */
class SnapshotFailureTest {

    @TempDir
    Path folder;

    private SnapshotLab lab;
    private Map<String, List<String>> changed;

    @BeforeEach
    void catalogue() throws Exception {
        lab = SnapshotLab.open(folder);
        lab.fill(50, 20);
        lab.create("v1");
        lab.execute("DELETE FROM catalog.ratings WHERE user_id < 10");
        changed = lab.tables();
    }

    @AfterEach
    void close() throws Exception {
        assertThat(lab.tables()).isEqualTo(changed);
        lab.close();
    }

    private Chunk ratings() throws Exception {
        return lab.store
                .get(new SnapshotTag("v1"))
                .table("ratings")
                .orElseThrow()
                .chunks()
                .getFirst();
    }

    private Path object(String key) {
        return folder.resolve("objects").resolve(key);
    }

    @Test
    void shouldNameAnUnknownTag() {
        assertThatThrownBy(() -> lab.restore("v9"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("v9");
    }

    @Test
    void shouldNameAMissingObject() throws Exception {
        // Given
        String key = SnapshotStore.OBJECTS + ratings().sha256();
        Files.delete(object(key));

        // When, Then
        assertThatThrownBy(() -> lab.restore("v1"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("missing");
    }

    @Test
    void shouldNameACorruptObject() throws Exception {
        // Given: every kind of damage
        String key = SnapshotStore.OBJECTS + ratings().sha256();
        byte[] whole = Files.readAllBytes(object(key));
        byte[] flipped = whole.clone();
        flipped[flipped.length / 2] ^= 1;
        byte[] other = SnapshotStore.pack("9\t9\n".getBytes(), 4);
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 2);

        for (byte[] damaged : List.of(flipped, other, cut, new byte[0], "no gzip at all".getBytes())) {
            // When
            Files.write(object(key), damaged);

            // Then
            assertThatThrownBy(() -> lab.restore("v1"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(key)
                    .hasMessageContaining("corrupt");
        }
    }

    @Test
    void shouldRefuseAManifestThatIsNotWhatItsDigestSays() throws Exception {
        // Given
        Path manifest = object("snapshots/tags/v1.json");
        String text = Files.readString(manifest);

        for (String crooked :
                List.of(text.replace("\"test\"", "\"toast\""), text.substring(0, 500), "{}", "[]", "", "null")) {
            // When
            Files.writeString(manifest, crooked);

            // Then
            assertThatThrownBy(() -> lab.restore("v1"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("v1.json")
                    .hasMessageContaining("corrupt");
        }
    }

    @Test
    void shouldRefuseANewerFormat() throws Exception {
        // Given
        Path manifest = object("snapshots/tags/v1.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"format\":1", "\"format\":2"));

        // When, Then
        assertThatThrownBy(() -> lab.restore("v1")).hasMessageContaining("format 2");
    }

    @Test
    void shouldNotRestoreWhileALoadGoesOn() throws Exception {
        // Given
        try (Connection load = lab.connect();
                Statement statement = load.createStatement()) {
            load.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('catalog.load'))");

            // When, Then
            assertThatThrownBy(() -> lab.restore("v1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
        }
    }

    @Test
    void shouldMakeWayForAReaderThatWillNotEnd() throws Exception {
        // Given
        try (Connection reader = lab.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM catalog.movies");

            // When, Then
            assertThatThrownBy(() -> lab.restore("v1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
        }
    }

    @Test
    void shouldRefuseASnapshotOfANewerSchema() throws Exception {
        // Given
        lab.execute("ALTER TABLE catalog.ratings ADD COLUMN mood text DEFAULT 'good'");
        lab.create("v2");
        lab.execute("ALTER TABLE catalog.ratings DROP COLUMN mood");

        // When, Then
        assertThatThrownBy(() -> lab.restore("v2"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("ratings has no column mood")
                .hasMessageContaining("migrate first");
        changed = lab.tables();
    }

    @Test
    void shouldRefuseAnOlderSnapshotThatLacksAValueThatIsNeeded() throws Exception {
        // Given
        lab.execute(
                "ALTER TABLE catalog.ratings ADD COLUMN mood text NOT NULL DEFAULT 'good'",
                "ALTER TABLE catalog.ratings ALTER COLUMN mood DROP DEFAULT");

        // When, Then
        assertThatThrownBy(() -> lab.restore("v1")).hasMessageContaining("ratings.mood needs a value");
        changed = lab.tables();
    }

    @Test
    void shouldGiveColumnsThatCameLaterTheirDefault() throws Exception {
        // Given
        lab.execute("ALTER TABLE catalog.ratings ADD COLUMN mood text DEFAULT 'good'");
        lab.execute("UPDATE catalog.ratings SET mood = 'bad'");

        // When
        lab.restore("v1");

        // Then
        assertThat(lab.query("SELECT DISTINCT mood FROM catalog.ratings")).containsExactly("good");
        assertThat(lab.only("SELECT count(*) FROM catalog.ratings")).isEqualTo("1000");
        changed = lab.tables();
    }

    @Test
    void shouldChangeNothingWhenRowsBreakAConstraint() throws Exception {
        // Given: a rule that came later, and that the snapshot's rows break
        lab.execute("CREATE UNIQUE INDEX strict ON catalog.ratings (rated_at) WHERE user_id < 10");
        lab.execute("ALTER TABLE catalog.ratings ADD CHECK (user_id >= 10)");

        // When, Then
        assertThatThrownBy(() -> lab.restore("v1")).isInstanceOf(SQLException.class);
    }

    @Test
    void shouldLetOneOfTwoCreatesOfATagWin() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            // When
            Future<SnapshotWriter.Written> one = threads.submit(() -> lab.create("twin"));
            Future<SnapshotWriter.Written> other = threads.submit(() -> lab.create("twin"));

            // Then
            assertThat(List.of(one.get().isNew(), other.get().isNew())).containsExactlyInAnyOrder(true, false);
            assertThat(one.get().manifest()).isEqualTo(other.get().manifest());
        }
    }

    @Test
    void shouldTakeTwoSnapshotsAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            // When
            Future<SnapshotWriter.Written> one = threads.submit(() -> lab.create("a"));
            Future<SnapshotWriter.Written> other = threads.submit(() -> lab.create("b"));

            // Then
            assertThat(one.get().manifest().dataDigest())
                    .isEqualTo(other.get().manifest().dataDigest());
        }
        lab.restore("v1");
        lab.restore("b");
        assertThat(lab.store.marks()).isEmpty();
    }

    @Test
    void shouldLeaveNothingBehindButUnnamedObjectsWhenTheStoreFails() throws Exception {
        // Given: a file where the folder of the objects would have to be
        lab.execute("UPDATE catalog.ratings SET rating = 5");
        changed = lab.tables();
        Path objects = object("snapshots/objects");
        Files.move(objects, folder.resolve("aside"));
        Files.writeString(objects, "in the way");

        // When
        assertThatThrownBy(() -> lab.create(new Request(new SnapshotTag("v2"), "test", null, true, false)))
                .isInstanceOf(java.io.IOException.class);

        // Then
        Files.delete(objects);
        Files.move(folder.resolve("aside"), objects);
        assertThat(lab.store.all()).extracting(SnapshotManifest::tag).containsExactly("v1");
        assertThat(lab.store.marks()).isEmpty();
        assertThat(lab.create("v2").isNew()).isTrue();
    }
}
