package io.marquee.workhorse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marquee.workhorse.job.JobProgress;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed in the middle: the tables are as before or as after, and the next one does what it should. */
class SnapshotKillTest {

    private static final int KILLS = 4;

    @TempDir
    Path folder;

    private final Random random = new Random();
    private SnapshotLab lab;

    @BeforeEach
    void catalogue() throws Exception {
        lab = SnapshotLab.open(folder);
        lab.fill(150, 150);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void shouldNeverStopBetweenTwoStatesWhenARestoreIsKilled() throws Exception {
        // Given
        lab.create("v1");
        String restored = fingerprint();
        lab.execute("UPDATE catalog.movies SET title = 'changed'", "DELETE FROM catalog.ratings WHERE user_id = 1");
        long usual = run("restore", "v1", Long.MAX_VALUE);
        List<String> outcomes = new ArrayList<>();

        for (int i = 0; i < KILLS; i++) {
            lab.execute(
                    "DELETE FROM catalog.ratings WHERE user_id % 7 = " + i,
                    "UPDATE catalog.movies SET title = 'changed " + i + "'");
            String changed = fingerprint();

            // When
            long killedAfter = random.nextLong(usual + usual / 4);
            run("restore", "v1", killedAfter);

            // Then
            String now = fingerprint();
            assertThat(now).as("killed after %d of %d ms", killedAfter, usual).isIn(changed, restored);
            outcomes.add(now.equals(changed) ? "before" : "after");
        }
        run("restore", "v1", Long.MAX_VALUE);
        assertThat(fingerprint()).as("after %s", outcomes).isEqualTo(restored);
    }

    @Test
    void shouldLeaveOnlyUnnamedObjectsWhenACreateIsKilled() throws Exception {
        // Given
        long usual = run("create", "first", Long.MAX_VALUE);

        for (int i = 0; i < KILLS; i++) {
            lab.execute("UPDATE catalog.ratings SET rated_at = rated_at + interval '1 second'");

            // When
            run("create", "killed-" + i, random.nextLong(usual + usual / 4));

            // Then: what is listed is whole
            for (SnapshotManifest manifest : lab.store.all()) {
                LocalChunks.fetch(lab.store, manifest, folder.resolve("check"), new JobProgress())
                        .close();
            }
        }
        String before = fingerprint();
        lab.create("last");
        new SnapshotCollector(lab.store, Duration.ofHours(6))
                .collect(
                        new RetentionPolicy(1, Duration.ofDays(1)),
                        Set.of(),
                        Instant.now().plus(Duration.ofHours(7)),
                        false,
                        new JobProgress());
        long named = lab.store.all().stream()
                .flatMap(manifest -> manifest.tables().stream())
                .flatMap(table -> table.chunks().stream())
                .map(TableContent.Chunk::sha256)
                .distinct()
                .count();
        assertThat(lab.store.chunks()).hasSize(Math.toIntExact(named));
        assertThat(lab.store.marks()).isEmpty();
        lab.execute("DELETE FROM catalog.ratings");
        lab.restore("last");
        assertThat(fingerprint()).isEqualTo(before);
    }

    /** Runs a process and kills it after that time; how many milliseconds it took. */
    private long run(String what, String tag, long killAfter) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SnapshotChild.class.getName(),
                        what,
                        tag,
                        lab.url,
                        folder.resolve("objects").toString(),
                        folder.resolve("work").toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.equals("ready")) {
                    break;
                }
            }
            long began = System.nanoTime();
            if (killAfter == Long.MAX_VALUE) {
                output.lines().forEach(lines::add);
                assertThat(process.waitFor()).as(() -> String.join("\n", lines)).isZero();
            } else {
                Thread.sleep(killAfter);
                process.destroyForcibly().waitFor();
            }
            long took = (System.nanoTime() - began) / 1_000_000;
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(lab.only("SELECT count(*) FROM pg_stat_activity"
                                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                                    + " AND backend_type = 'client backend'"))
                            .isEqualTo("0"));
            return took;
        }
    }

    private String fingerprint() throws Exception {
        return lab.only("""
                SELECT (SELECT md5(string_agg(m::text, '|' ORDER BY movie_id)) FROM catalog.movies m)
                    || (SELECT md5(string_agg(r::text, '|' ORDER BY user_id, movie_id)) FROM catalog.ratings r)
                    || (SELECT string_agg(indexdef, ';' ORDER BY indexdef) FROM pg_indexes WHERE schemaname = 'catalog'
                        AND tablename IN ('movies', 'ratings'))""");
    }
}
