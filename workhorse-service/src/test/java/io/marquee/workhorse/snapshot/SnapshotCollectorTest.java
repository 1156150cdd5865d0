package io.marquee.workhorse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.snapshot.SnapshotCollector.Collected;
import io.marquee.workhorse.snapshot.SnapshotWriter.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCollectorTest {

    private static final Duration GRACE = Duration.ofHours(6);
    private static final RetentionPolicy NEWEST = new RetentionPolicy(1, Duration.ofDays(3650));

    @TempDir
    Path folder;

    private SnapshotLab lab;

    @BeforeEach
    void catalogue() throws Exception {
        lab = SnapshotLab.open(folder);
        lab.fill(20, 20);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Collected collect(Set<String> referenced, Instant now, boolean dryRun) throws Exception {
        return new SnapshotCollector(lab.store, GRACE).collect(NEWEST, referenced, now, dryRun, new JobProgress());
    }

    private void create(String tag, boolean keep) throws Exception {
        lab.execute("UPDATE catalog.ratings SET rated_at = clock_timestamp() WHERE user_id = 1");
        lab.create(new Request(new SnapshotTag(tag), "test", null, keep, false));
    }

    @Test
    void shouldRemoveWhatNobodyNeedsAndNothingElse() throws Exception {
        // Given
        create("kept", true);
        create("referenced", false);
        create("old", false);
        create("second", false);
        create("newest", false);
        int before = lab.store.chunks().size();

        // When
        Collected dry = collect(Set.of("referenced"), Instant.now(), true);
        Collected done = collect(Set.of("referenced"), Instant.now(), false);
        Collected again = collect(Set.of("referenced"), Instant.now(), false);

        // Then
        assertThat(dry.snapshots()).extracting(RetentionPolicy.Expired::tag).containsExactly("old");
        assertThat(done.snapshots()).isEqualTo(dry.snapshots());
        assertThat(done.objects()).isEqualTo(dry.objects()).isEqualTo(1);
        assertThat(done.bytes()).isEqualTo(dry.bytes()).isPositive();
        assertThat(lab.store.chunks()).hasSize(before - 1);
        assertThat(again.snapshots()).isEmpty();
        assertThat(again.objects()).isZero();
        for (String tag : new String[] {"kept", "referenced", "second", "newest"}) {
            lab.restore(tag);
        }
    }

    @Test
    void shouldLeaveObjectsAloneWhileACreateMayBeUnderWay() throws Exception {
        // Given
        create("v1", true);
        lab.store.addChunk("0".repeat(64), new byte[] {1}, 1);
        String mark = lab.store.mark(Instant.now());

        // When
        Collected soon = collect(Set.of(), Instant.now(), false);
        Collected late = collect(Set.of(), Instant.now().plus(GRACE).plusSeconds(1), false);

        // Then
        assertThat(soon.objects()).isZero();
        assertThat(soon.waitingFor()).containsExactly(mark);
        assertThat(late.objects()).isEqualTo(1);
        assertThat(lab.store.marks()).isEmpty();
        lab.restore("v1");
    }

    /** What is noted of an unchanged table may be of a snapshot that has been deleted, and its objects with it. */
    @Test
    void shouldTakeAWholeSnapshotAfterTheObjectsOfAnUnchangedTableWereRemoved() throws Exception {
        // Given
        create("v1", true);
        lab.store.delete(new SnapshotTag("v1"));
        collect(Set.of(), Instant.now(), false);
        assertThat(lab.store.chunks()).isEmpty();

        // When
        SnapshotWriter.Written written = lab.create("v2");

        // Then
        assertThat(written.tablesRead()).contains("movies", "ratings");
        lab.execute("DELETE FROM catalog.ratings");
        lab.restore("v2");
        assertThat(lab.only("SELECT count(*) FROM catalog.ratings")).isEqualTo("400");
    }

    @Test
    void shouldFindTheObjectsOfADeletedSnapshotThatAreStillThere() throws Exception {
        // Given
        create("v1", true);
        lab.store.delete(new SnapshotTag("v1"));

        // When
        SnapshotWriter.Written written = lab.create("v2");

        // Then
        assertThat(written.tablesRead()).isEmpty();
        assertThat(written.objectsWritten()).isZero();
    }

    @Test
    void shouldLetAnEqualSnapshotStandForAnAutomaticOne() throws Exception {
        // Given
        create("v1", true);

        // When
        SnapshotWriter.Written same =
                lab.create(new Request(new SnapshotTag("build-1"), "feature build", null, false, true));
        lab.execute("DELETE FROM catalog.ratings WHERE user_id = 2");
        SnapshotWriter.Written other =
                lab.create(new Request(new SnapshotTag("build-2"), "feature build", null, false, true));

        // Then
        assertThat(same.isNew()).isFalse();
        assertThat(same.manifest().tag()).isEqualTo("v1");
        assertThat(other.isNew()).isTrue();
        assertThat(other.manifest().automatic()).isTrue();
    }
}
