package io.marquee.workhorse.storage;

import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Collects what is written into parts; what fits into one travels as a plain object. Bounded by one part. For one thread. */
final class S3UploadStream extends PartStream {

    private final S3Client client;
    private final String bucket;
    private final String key;
    private @Nullable S3Upload upload;

    S3UploadStream(S3Client client, String bucket, String key, int partBytes) {
        super(partBytes);
        this.client = client;
        this.bucket = bucket;
        this.key = key;
    }

    /** Makes the object visible. */
    void complete() {
        if (upload == null) {
            client.putObject(
                    request -> request.bucket(bucket).key(key),
                    RequestBody.fromContentProvider(
                            () -> new ByteArrayInputStream(pending(), 0, pendingBytes()),
                            pendingBytes(),
                            S3Upload.MEDIA_TYPE));
            return;
        }
        sendRest();
        upload.complete(false);
    }

    /** Forgets it unless it is complete. */
    @Override
    public void close() {
        if (upload != null) {
            upload.close();
        }
    }

    @Override
    protected void send(byte[] part, int length) {
        if (upload == null) {
            upload = S3Upload.begin(client, bucket, key);
        }
        upload.send(part, length);
    }
}
