package io.marquee.cli.data.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotCommandTest {

    private static final String SNAPSHOT = """
            {"tag":"v1","created_at":"2026-01-31T12:00:00Z","created_by":"ada","note":"before the crawl","keep":true,
             "rows":110578,"bytes":9012345,"file_count":3,"file_bytes":3200000,"data_digest":"fa99fd5eb797aa00",
             "tables":[{"name":"movies","rows":9742,"bytes":1512345,"chunks":1,"sha256":"bbe6f4d4f24e11"},
                       {"name":"ratings","rows":100836,"bytes":7500000,"chunks":5,"sha256":"6990bb21a1ec22"}]}""";

    private static final String STARTED = "{\"job_id\":\"j\",\"state\":\"running\",\"phase\":\"reading movies\"}";

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url(), "USER", "ada"));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldTakeASnapshotAndSayWhatItCost() {
        workhorse
                .answer("POST /api/v1/snapshots", 202, STARTED)
                .answer("GET /api/v1/snapshots/jobs/j", 200, STARTED)
                .answer("GET /api/v1/snapshots/jobs/j", 200, """
                        {"job_id":"j","state":"succeeded","started_at":"2026-01-31T12:00:00Z",
                         "finished_at":"2026-01-31T12:00:01.5Z",
                         "result":{"tag":"v1","created":true,"rows":110578,"bytes":9012345,"tables_read":["ratings"],
                                   "objects_written":5,"bytes_written":1400000}}""")
                .answer("GET /api/v1/snapshots/v1", 200, SNAPSHOT);

        assertThat(session.run("data", "snapshot", "create", "v1", "--note", "before the crawl"))
                .isZero();
        assertThat(session.out()).isEqualTo("""
                ✓ snapshot v1: 110,578 rows in 2 tables, taken in 1.5 s
                  written: 5 objects, 1.4 MB; unchanged since the last snapshot: 1 object

                table       rows    size  objects  sha-256
                ───────────────────────────────────────────────
                movies     9,742  1.5 MB        1  bbe6f4d4f24e
                ratings  100,836  7.5 MB        5  6990bb21a1ec

                next: ./marquee data snapshot list   ./marquee data snapshot restore v1
                """);
        assertThat(workhorse.requests().getFirst())
                .isEqualTo("POST /api/v1/snapshots {\"tag\":\"v1\",\"note\":\"before the crawl\","
                        + "\"created_by\":\"ada\",\"keep\":true}");
    }

    @Test
    void shouldListAndShowSnapshots() {
        workhorse
                .answer("GET /api/v1/snapshots", 200, "{\"snapshots\":[" + SNAPSHOT + "]}")
                .answer("GET /api/v1/snapshots/v1", 200, SNAPSHOT);

        session.run("data", "snapshot", "list");
        assertThat(session.out()).isEqualTo("""
                tag  taken                   rows    size  data          by   stays  note
                ─────────────────────────────────────────────────────────────────────────────────────
                v1   2026-01-31 12:00:00  110,578  9.0 MB  fa99fd5eb797  ada  yes    before the crawl
                """);
        session.run("data", "snapshot", "show", "v1");
        assertThat(session.out()).isEqualTo("""
                v1, taken 2026-01-31 12:00:00 by ada: 110,578 rows, 9.0 MB; 3 raw files, 3.2 MB
                before the crawl

                table       rows    size  objects  sha-256
                ───────────────────────────────────────────────
                movies     9,742  1.5 MB        1  bbe6f4d4f24e
                ratings  100,836  7.5 MB        5  6990bb21a1ec
                """);
    }

    @Test
    void shouldSayHowToBeginWhenThereIsNone() {
        workhorse.answer("GET /api/v1/snapshots", 200, "{\"snapshots\":[]}");

        assertThat(session.run("data", "snapshot", "list")).isZero();
        assertThat(session.out()).isEqualTo("There is no snapshot yet.\n\nnext: ./marquee data snapshot create\n");
    }

    @Test
    void shouldRestoreAndSayWhatIsNotAsItWas() {
        workhorse
                .answer("POST /api/v1/snapshots/v1/restore", 202, STARTED)
                .answer("GET /api/v1/snapshots/jobs/j", 200, """
                        {"job_id":"j","state":"succeeded","started_at":"2026-01-31T12:00:00Z",
                         "finished_at":"2026-01-31T12:00:02Z",
                         "result":{"tag":"v1","rows":{"ratings":100836},"unchanged":["movies"],
                                   "streamed_ratings_undone":7,"missing_files":["raw/a","raw/b"],
                                   "next":"the features are built anew by themselves"}}""");

        assertThat(session.run("data", "snapshot", "restore", "v1")).isZero();
        assertThat(session.out()).isEqualTo("""
                ✓ the catalogue is that of v1 again, after 2.0 s
                ! 7 ratings that came in as events since then are gone
                ! 2 raw files of the snapshot are gone: raw/a, raw/b

                table       rows
                ──────────────────────────────
                ratings  100,836  restored
                movies            was the same

                the features are built anew by themselves
                """.replaceAll("─+", "─".repeat(30)));
    }

    @Test
    void shouldEndWithOneAndTheReasonWhenAJobFails() {
        workhorse
                .answer("POST /api/v1/snapshots/v1/restore", 202, STARTED)
                .answer(
                        "GET /api/v1/snapshots/jobs/j",
                        200,
                        "{\"job_id\":\"j\",\"state\":\"failed\",\"error\":\"object 6990 is gone\"}");

        assertThat(session.run("data", "snapshot", "restore", "v1")).isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: restore v1 failed: object 6990 is gone\n");
    }

    @Test
    void shouldSayWhatGcRemoves() {
        workhorse.answer("POST /api/v1/snapshots/gc", 202, STARTED).answer("GET /api/v1/snapshots/jobs/j", 200, """
                        {"job_id":"j","state":"succeeded",
                         "result":{"dry_run":true,"snapshots":[{"tag":"old","reason":"older than 90 days"}],"objects":2,
                                   "bytes":1400000,"objects_kept":6,"bytes_kept":999,"waiting_for":[]}}""");

        assertThat(session.run("data", "snapshot", "gc", "--dry-run", "--max-age-days", "90"))
                .isZero();
        assertThat(session.out()).isEqualTo("""
                ✓ would remove 1 snapshot and 2 objects, 1.4 MB; 6 objects, 999 B would stay

                snapshot  why
                ────────────────────────────
                old       older than 90 days
                """);
        assertThat(workhorse.requests().getFirst())
                .isEqualTo("POST /api/v1/snapshots/gc {\"dry_run\":true,\"keep_newest\":null,\"max_age_days\":90}");
    }

    @Test
    void shouldDeleteASnapshotOrSayWhyNot() {
        workhorse
                .answer("DELETE /api/v1/snapshots/v1", 204, "")
                .answer("DELETE /api/v1/snapshots/v2", 409, "{\"detail\":\"run r1 refers to it\"}");

        assertThat(session.run("data", "snapshot", "delete", "v1")).isZero();
        assertThat(session.out()).startsWith("✓ snapshot v1 is deleted\n");
        assertThat(session.run("data", "snapshot", "delete", "v2")).isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: run r1 refers to it\n");
    }

    @Test
    void shouldSayWhatIsDifferent() {
        workhorse.answer("GET /api/v1/snapshots/v1/diff/current", 200, """
                {"from":"v1","to":"current","identical":false,
                 "tables":[{"table":"movies","rows_from":9742,"rows_to":9743,"added":2,"removed":1,"changed":3,
                   "changed_columns":{"title":3,"year":1},"columns_added":["adult"],"columns_removed":[],"key_changed":false,
                   "examples":[{"kind":"changed","key":{"movie_id":"7"},"values":{"title":{"from":"Seven","to":"Se7en"}}},
                               {"kind":"added","key":{"movie_id":"900"},"values":{"title":{"to":"Another"}}}]}],
                 "files":{"added":["a"],"removed":[],"changed":[]}}""");

        assertThat(session.run("data", "snapshot", "diff", "v1")).isZero();
        assertThat(session.out()).isEqualTo("""
                From v1 to current:

                table    rows   then  added  removed  changed  changed columns
                ──────────────────────────────────────────────────────────────────────
                movies  9,742  9,743      2        1        3  title 3, year 1, +adult

                For example
                table   row  was      what
                ──────────────────────────────────────────
                movies  7    changed  title: Seven → Se7en
                movies  900  added    title: Another

                raw files: 1 added, 0 removed, 0 changed
                """);
    }

    @Test
    void shouldSaySoWhenTwoSnapshotsAreTheSame() {
        workhorse.answer("GET /api/v1/snapshots/v1/diff/v2", 200, """
                {"from":"v1","to":"v2","identical":true,"tables":[],"files":{"added":[],"removed":[],"changed":[]}}""");

        session.run("data", "snapshot", "diff", "v1", "v2");
        assertThat(session.out()).isEqualTo("✓ v1 and v2 hold the same data\n");
    }
}
