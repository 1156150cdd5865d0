package io.marquee.workhorse.snapshot;

import java.util.List;
import java.util.Set;

/**
 * Which tables of the schema {@code catalog} are data and which only serve its operation. Every table has to be in one of the
 * two; a test compares both with the database.
 */
final class SnapshotTables {

    /** Data: what a snapshot holds and a restore replaces. Parents before those that refer to them; locked in this order. */
    static final List<String> DATA = List.of("movies", "movie_records", "movie_aliases", "ratings");

    /** Logs, queues, memories and caches of this installation: never in a snapshot. */
    static final Set<String> OPERATIONAL = Set.of(
            "ingestions",
            "quarantine",
            "interaction_events",
            "table_changes",
            "table_versions",
            "snapshot_contents",
            "snapshot_files",
            "snapshot_jobs");

    private SnapshotTables() {}
}
