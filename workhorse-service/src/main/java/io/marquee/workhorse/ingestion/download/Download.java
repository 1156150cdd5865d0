package io.marquee.workhorse.ingestion.download;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A download as it is shown.
 *
 * @param state running, succeeded or failed
 * @param bytes there so far, of all files, those of an earlier attempt included
 * @param total bytes; null when a server does not say
 * @param bytesPerSecond over the network
 * @param path what is to be ingested: a zip file or a folder; null until it is there
 * @param verified whether each file has the checksum that its publisher names; false when none is published
 * @param notModified whether everything was there already
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Download(
        String downloadId,
        String dataset,
        String size,
        String state,
        long bytes,
        @Nullable Long total,
        long bytesPerSecond,
        @Nullable String path,
        boolean verified,
        boolean notModified,
        @Nullable String error,
        Instant startedAt,
        @Nullable Instant endedAt) {}
