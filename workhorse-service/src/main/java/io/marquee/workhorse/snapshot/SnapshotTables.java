package io.marquee.workhorse.snapshot;

import java.util.List;
import java.util.Set;

/**
 * Which tables of the schema {@code catalog} are data and which only serve its operation. Every table has to be in one of the
 * two; a test compares both with the database.
 */
final class SnapshotTables {

    /**
     * Data: what a snapshot holds and a restore replaces. A restore locks them in this order, which is that in which a
     * streamed rating is stored.
     */
    static final List<String> DATA = List.of("movie_aliases", "movies", "movie_records", "ratings");

    /** Logs, queues, memories, reports and caches of this installation: never in a snapshot. */
    static final Set<String> OPERATIONAL = Set.of(
            "crawl_steps",
            "crawls",
            "exports",
            "ingestions",
            "interaction_events",
            "quality_checks",
            "quality_reports",
            "quarantine",
            "quarantine_history",
            "snapshot_contents",
            "snapshot_files",
            "snapshot_jobs",
            "table_changes",
            "table_versions");

    private SnapshotTables() {}
}
