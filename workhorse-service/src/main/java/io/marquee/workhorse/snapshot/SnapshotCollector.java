package io.marquee.workhorse.snapshot;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.snapshot.RetentionPolicy.Candidate;
import io.marquee.workhorse.snapshot.RetentionPolicy.Expired;
import io.marquee.workhorse.snapshot.TableContent.Chunk;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Removes snapshots that nobody needs, then objects that no snapshot names. The caller holds
 * {@link SnapshotWriter#OBJECTS_LOCK}, so no create of this installation is under way; one of another installation that
 * shares the store shows by its mark, and while there is a mark that is not older than the grace period objects stay.
 */
final class SnapshotCollector {

    /**
     * What was, or on a dry run would be, removed.
     *
     * @param objects that no snapshot names, after those went
     * @param bytes of these, as stored
     * @param waitingFor creates that may be under way, because of which no object was removed
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Collected(
            boolean dryRun,
            List<Expired> snapshots,
            int objects,
            long bytes,
            int objectsKept,
            long bytesKept,
            List<String> waitingFor) {}

    private final SnapshotStore store;
    private final Duration grace;

    SnapshotCollector(SnapshotStore store, Duration grace) {
        this.store = store;
        this.grace = grace;
    }

    Collected collect(RetentionPolicy policy, Set<String> referenced, Instant now, boolean dryRun, JobProgress progress)
            throws IOException {
        progress.begin("looking for snapshots that can go");
        List<SnapshotManifest> manifests = store.all();
        List<Expired> expired = policy.expired(
                manifests.stream()
                        .map(manifest -> new Candidate(manifest.tag(), manifest.createdAt(), manifest.keep()))
                        .toList(),
                referenced,
                now);
        Set<String> gone = expired.stream().map(Expired::tag).collect(Collectors.toSet());
        if (!dryRun) {
            for (Expired snapshot : expired) {
                store.delete(new SnapshotTag(snapshot.tag()));
            }
        }
        progress.begin("looking for objects that can go");
        Set<String> named = new HashSet<>();
        List<ObjectStore.Entry> objects = store.chunks();
        // Read after the objects were listed: another installation may have added a snapshot meanwhile.
        for (SnapshotManifest manifest : dryRun ? manifests : store.all()) {
            if (!gone.contains(manifest.tag())) {
                manifest.tables().forEach(table -> table.chunks().stream()
                        .map(Chunk::sha256)
                        .forEach(sha256 -> named.add(SnapshotStore.OBJECTS + sha256)));
            }
        }
        List<ObjectStore.Entry> unnamed =
                objects.stream().filter(entry -> !named.contains(entry.key())).toList();
        List<String> creating = marks(now, dryRun);
        boolean free = creating.isEmpty();
        if (free && !dryRun) {
            progress.begin("removing objects", unnamed.size(), sum(unnamed));
            for (ObjectStore.Entry entry : unnamed) {
                store.deleteObject(entry.key());
                progress.moved(1, entry.size());
            }
        }
        List<ObjectStore.Entry> removed = free ? unnamed : List.of();
        return new Collected(
                dryRun,
                expired,
                removed.size(),
                sum(removed),
                objects.size() - removed.size(),
                sum(objects) - sum(removed),
                creating);
    }

    /** Marks of creates that may be under way; older ones are those of creates that died. */
    private List<String> marks(Instant now, boolean dryRun) throws IOException {
        Set<String> fresh = new HashSet<>();
        for (String mark : store.marks()) {
            if (Duration.between(SnapshotStore.madeAt(mark), now).compareTo(grace) <= 0) {
                fresh.add(mark);
            } else if (!dryRun) {
                store.deleteObject(mark);
            }
        }
        return fresh.stream().sorted().toList();
    }

    private static long sum(List<ObjectStore.Entry> entries) {
        return entries.stream().mapToLong(ObjectStore.Entry::size).sum();
    }
}
