package io.marquee.workhorse.storage;

import io.marquee.workhorse.storage.ObjectStore.Unfinished;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;

/** Uploads in parts that S3 keeps, and charges for, until they are completed or aborted. */
final class S3UnfinishedUploads {

    private final S3Client client;
    private final S3Bucket place;
    private final S3Failures failures;

    S3UnfinishedUploads(S3Client client, S3Bucket place) {
        this.client = client;
        this.place = place;
        this.failures = new S3Failures(place);
    }

    List<Unfinished> unfinished() throws IOException {
        try {
            return failures.translate("look for uploads to", place.name(), () -> {
                List<Unfinished> writes = new ArrayList<>();
                client.listMultipartUploadsPaginator(request -> request.bucket(place.name()))
                        .uploads()
                        .forEach(upload -> unfinished(upload).ifPresent(writes::add));
                return writes;
            });
        } catch (NoSuchFileException e) {
            // The bucket has not been made yet.
            return List.of();
        }
    }

    /** Not every server knows when an upload began, and one that still receives parts is alive however long ago that was. */
    private Optional<Unfinished> unfinished(MultipartUpload upload) {
        long bytes = 0;
        Instant touched = null;
        try {
            for (Part part : client.listPartsPaginator(request ->
                            request.bucket(place.name()).key(upload.key()).uploadId(upload.uploadId()))
                    .parts()) {
                bytes += part.size();
                if (part.lastModified() != null
                        && (touched == null || part.lastModified().isAfter(touched))) {
                    touched = part.lastModified();
                }
            }
        } catch (NoSuchUploadException ended) {
            // It came to its end since it was listed.
            return Optional.empty();
        }
        return Optional.of(
                new Unfinished(upload.uploadId(), upload.key(), bytes, touched == null ? upload.initiated() : touched));
    }
}
