package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.snapshot.DataSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The offline rows of one view in one build.
 *
 * @param buildId the same for all views that were built from the same catalogue
 * @param view the view, or {@link OfflineStore#LABELS}
 * @param version of the view's definition
 * @param objectKey the Parquet file
 * @param snapshotAt the moment of the catalogue they are of
 * @param snapshot of the data they were made of; null when none was taken
 */
public record OfflineBuild(
        String buildId,
        String view,
        int version,
        String objectKey,
        long rowCount,
        Instant snapshotAt,
        @Nullable DataSnapshot snapshot) {}
