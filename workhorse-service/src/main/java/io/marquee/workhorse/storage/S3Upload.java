package io.marquee.workhorse.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * An object that travels in parts and appears when the last one has arrived. Closed before that, it removes the parts, so a
 * write that fails leaves nothing. For one thread.
 */
final class S3Upload implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(S3Upload.class);
    static final String MEDIA_TYPE = "application/octet-stream";

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final String uploadId;
    private final Instant begun;
    private final List<CompletedPart> parts = new ArrayList<>();
    private long bytes;
    private boolean complete;

    private S3Upload(S3Client client, String bucket, String key, String uploadId, Instant begun) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.uploadId = uploadId;
        this.begun = begun;
    }

    static S3Upload begin(S3Client client, String bucket, String key) {
        CreateMultipartUploadResponse upload = client.createMultipartUpload(
                request -> request.bucket(bucket).key(key).contentType(MEDIA_TYPE));
        // In whole seconds, as the server gives the time of an object too.
        Instant begun = upload.sdkHttpResponse()
                .firstMatchingHeader("Date")
                .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                .orElse(Instant.MAX);
        return new S3Upload(client, bucket, key, upload.uploadId(), begun);
    }

    /** Sends the next part out of a file. */
    void send(Path file, long from, long length) {
        send(() -> slice(file, from, length), length);
    }

    /** Sends the next part out of memory; the bytes may be used again afterwards. */
    void send(byte[] bytes, int length) {
        send(() -> new ByteArrayInputStream(bytes, 0, length), length);
    }

    /** Opened anew for each attempt, so the SDK can repeat a part. */
    private void send(ContentStreamProvider content, long length) {
        int number = parts.size() + 1;
        String etag = client.uploadPart(
                        request -> request.bucket(bucket)
                                .key(key)
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentLength(length),
                        RequestBody.fromContentProvider(content, length, MEDIA_TYPE))
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        bytes += length;
    }

    /**
     * Makes the object visible.
     *
     * @param onlyIfAbsent whether the server is to refuse when there is an object with this key
     */
    void complete(boolean onlyIfAbsent) {
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .uploadId(uploadId)
                .multipartUpload(upload -> upload.parts(parts));
        if (onlyIfAbsent) {
            request.ifNoneMatch("*");
        }
        try {
            client.completeMultipartUpload(request.build());
        } catch (NoSuchUploadException e) {
            // Below us a request is sent again when its connection breaks. If the first one was done before that, the
            // upload
            // is gone because the object is there.
            if (!isThere()) {
                throw e;
            }
        }
        complete = true;
    }

    /** Whether the key holds an object of this upload's size that is no older than the upload. */
    private boolean isThere() {
        try {
            HeadObjectResponse object =
                    client.headObject(request -> request.bucket(bucket).key(key));
            return object.contentLength() == bytes && !object.lastModified().isBefore(begun);
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (complete) {
            return;
        }
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(uploadId));
        } catch (SdkException e) {
            LOG.warnf("parts of %s could not be removed, the bucket's life cycle has to: %s", key, e.getMessage());
        }
    }

    private static InputStream slice(Path file, long from, long length) {
        try {
            return FileSlice.open(file, from, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
