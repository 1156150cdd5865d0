package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.storage.ObjectStore.Unfinished;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What uploads leave when their process is killed: writes that never came to their end, of whatever part of this service, since
 * the store is ours alone; parts whose upload nobody knows any more; entries of the ledger whose run is gone. Uploads in parts that
 * are on record are not among them, they have an age of their own.
 */
@ApplicationScoped
public class UploadLeftovers {

    private final ObjectStore store;
    private final UploadTable uploads;
    private final ArtifactLedger ledger;
    private final Clock clock;

    UploadLeftovers(ObjectStore store, UploadTable uploads, ArtifactLedger ledger, Clock clock) {
        this.store = store;
        this.uploads = uploads;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What is left.
     *
     * @param writes that never came to their end
     * @param parts keys of parts that belong to no upload
     * @param bytes of all of them
     */
    public record Found(List<Unfinished> writes, List<String> parts, long bytes) {

        /** How many there are. */
        public long count() {
            return (long) writes.size() + parts.size();
        }
    }

    /**
     * Looks for it.
     *
     * @param age for how long nothing may have arrived of a write that counts as killed
     */
    public Found find(Duration age) throws IOException {
        Instant before = clock.instant().minus(age);
        // Listed before those on record are read: an upload is put on record before its first part arrives.
        List<Unfinished> unfinished = store.unfinished();
        List<ObjectStore.Entry> stored = store.list(MultipartUploads.FOLDER);
        Set<String> known = new HashSet<>(uploads.names());
        List<Unfinished> writes = unfinished.stream()
                .filter(write -> !write.touched().isAfter(before) && !known.contains(write.id()))
                .toList();
        long bytes = writes.stream().mapToLong(Unfinished::bytes).sum();
        List<String> parts = new ArrayList<>();
        for (ObjectStore.Entry part : stored) {
            if (!known.contains(uploadOf(part.key()))) {
                parts.add(part.key());
                bytes += part.size();
            }
        }
        return new Found(writes, parts, bytes);
    }

    /** Removes it. */
    public void remove(Found found) throws IOException {
        for (Unfinished write : found.writes()) {
            store.discard(write);
        }
        for (String part : found.parts()) {
            store.delete(part);
        }
    }

    /** Forgets files of runs that are gone, after those files have been removed. */
    public void forgetFilesOfNoRun() {
        ledger.forgetFilesOfNoRun();
    }

    private static String uploadOf(String key) {
        String rest = key.substring(MultipartUploads.FOLDER.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? "" : rest.substring(0, slash);
    }
}
