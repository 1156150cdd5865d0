package io.marquee.workhorse.storage;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Collects what is written into parts; what fits into one travels as a plain object. Bounded by one part. For one thread. */
final class S3UploadStream extends OutputStream {

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final byte[] buffer;
    private int filled;
    private @Nullable S3Upload upload;

    S3UploadStream(S3Client client, String bucket, String key, int partBytes) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.buffer = new byte[partBytes];
    }

    @Override
    public void write(int value) {
        if (filled == buffer.length) {
            sendBuffer();
        }
        buffer[filled++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (filled == buffer.length) {
                sendBuffer();
            }
            int count = Math.min(length - done, buffer.length - filled);
            System.arraycopy(bytes, offset + done, buffer, filled, count);
            filled += count;
            done += count;
        }
    }

    /** Makes the object visible. */
    void complete() {
        if (upload == null) {
            client.putObject(
                    request -> request.bucket(bucket).key(key),
                    RequestBody.fromContentProvider(
                            () -> new ByteArrayInputStream(buffer, 0, filled), filled, S3Upload.MEDIA_TYPE));
            return;
        }
        if (filled > 0) {
            sendBuffer();
        }
        upload.complete(false);
    }

    /** Forgets it unless it is complete. */
    @Override
    public void close() {
        if (upload != null) {
            upload.close();
        }
    }

    private void sendBuffer() {
        if (upload == null) {
            upload = S3Upload.begin(client, bucket, key);
        }
        upload.send(buffer, filled);
        filled = 0;
    }
}
