package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.snapshot.DataSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The offline rows of one view in one build.
 *
 * @param buildId the same for all views that were built from the same catalogue
 * @param view the view, or {@link OfflineStore#LABELS}
 * @param version of the view's definition
 * @param fingerprint of what the rows follow from in the definition
 * @param snapshotAt the moment of the catalogue they are of
 * @param snapshot of the data they were made of; null when none was taken
 * @param partitions the files, at least one
 * @param pushes ids of the pushes whose rows are in the files
 * @param pending files of pushes that came since
 */
public record OfflineBuild(
        String buildId,
        String view,
        int version,
        String fingerprint,
        Instant snapshotAt,
        @Nullable DataSnapshot snapshot,
        List<Partition> partitions,
        List<Long> pushes,
        List<String> pending) {

    /**
     * Rows of one period.
     *
     * @param period a year, or {@code all}
     * @param sha256 of the file
     */
    public record Partition(String period, String objectKey, long rowCount, String sha256) {}

    public OfflineBuild {
        partitions = List.copyOf(partitions);
        pushes = List.copyOf(pushes);
        pending = List.copyOf(pending);
    }

    /** Rows in the files of the build itself. */
    public long rowCount() {
        return partitions.stream().mapToLong(Partition::rowCount).sum();
    }

    /** All files that rows are in, pushed ones last. */
    public List<String> objectKeys() {
        return objectKeys(YearRange.ALL);
    }

    /** The files that rows of those years are in, pushed ones last; at least one, which says what columns there are. */
    List<String> objectKeys(YearRange years) {
        List<String> keys = new ArrayList<>(partitions.stream()
                .filter(partition -> years.contains(partition.period()))
                .map(Partition::objectKey)
                .toList());
        if (keys.isEmpty()) {
            keys.add(partitions.getFirst().objectKey());
        }
        keys.addAll(pending);
        return keys;
    }

    /** The file that the rows are in, or what the keys of several begin with. */
    public String objectKey() {
        List<String> keys = objectKeys();
        return keys.size() == 1 ? keys.getFirst() : "features/" + view + "/";
    }
}
