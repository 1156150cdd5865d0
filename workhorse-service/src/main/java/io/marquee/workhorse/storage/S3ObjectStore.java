package io.marquee.workhorse.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Objects in one bucket of Amazon S3, or of a server that speaks its protocol. Safe for use by many threads. */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {

    /** Files above this size travel in parts, and this is the size of a part. */
    static final long PART_BYTES = 16L * 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(S3ObjectStore.class);

    private final S3Client client;
    private final String bucket;
    private final String region;
    private volatile boolean bucketSeen;

    private S3ObjectStore(S3Client client, String bucket, String region) {
        this.client = client;
        this.bucket = bucket;
        this.region = region;
    }

    /** A store on that bucket; the server is first spoken to when an object is. */
    public static S3ObjectStore open(ObjectStoreConfig.S3 config) {
        return open(
                config.endpoint().orElse(null),
                config.bucket(),
                config.region(),
                config.accessKeyId().orElse(null),
                config.secretAccessKey().orElse(null));
    }

    static S3ObjectStore open(
            @Nullable URI endpoint,
            String bucket,
            String region,
            @Nullable String accessKeyId,
            @Nullable String secretAccessKey) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(region))
                .forcePathStyle(true)
                // The JDK's connection waits for the go-ahead and then cannot repeat the body on a kept-alive
                // connection.
                .serviceConfiguration(configuration -> configuration.expectContinueEnabled(false))
                // Servers other than Amazon's do not all know the newer trailing checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(60)));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (accessKeyId != null && secretAccessKey != null) {
            builder.credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)));
        }
        return new S3ObjectStore(builder.build(), bucket, region);
    }

    @Override
    public void put(String key, Path file) throws IOException {
        String name = new ObjectKey(key).value();
        long size = Files.size(file);
        run("store " + name, () -> {
            ensureBucket();
            if (size > PART_BYTES) {
                putInParts(name, file, size);
            } else {
                client.putObject(request -> request.bucket(bucket).key(name), RequestBody.fromFile(file));
            }
            return null;
        });
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        String name = new ObjectKey(key).value();
        run("store " + name, () -> {
            ensureBucket();
            return client.putObject(request -> request.bucket(bucket).key(name), RequestBody.fromBytes(bytes));
        });
    }

    @Override
    public InputStream open(String key) throws IOException {
        String name = new ObjectKey(key).value();
        return run(
                "read " + name,
                () -> client.getObject(request -> request.bucket(bucket).key(name)));
    }

    @Override
    public boolean exists(String key) throws IOException {
        String name = new ObjectKey(key).value();
        try {
            run(
                    "look for " + name,
                    () -> client.headObject(request -> request.bucket(bucket).key(name)));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public List<Entry> list(String prefix) throws IOException {
        ObjectKey.requirePrefix(prefix);
        List<Entry> entries = new ArrayList<>();
        try {
            run("list " + prefix, () -> {
                client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                        .contents()
                        .forEach(object -> entries.add(new Entry(object.key(), object.size())));
                return null;
            });
        } catch (NoSuchFileException e) {
            // The bucket has not been made yet, so it holds nothing.
            return List.of();
        }
        // S3 sorts by UTF-8 bytes; the port promises the order of Java strings.
        entries.sort(Comparator.comparing(Entry::key));
        return entries;
    }

    @Override
    public void delete(String key) throws IOException {
        String name = new ObjectKey(key).value();
        try {
            run(
                    "delete " + name,
                    () -> client.deleteObject(request -> request.bucket(bucket).key(name)));
        } catch (NoSuchFileException e) {
            LOG.debugf("%s was not there", name);
        }
    }

    @Override
    public String uri() {
        return "s3://" + bucket + "/";
    }

    @Override
    public void close() {
        client.close();
    }

    private void putInParts(String key, Path file, long size) throws IOException {
        String uploadId = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        boolean complete = false;
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long from = 0; from < size; from += PART_BYTES) {
                parts.add(uploadPart(key, uploadId, parts.size() + 1, file, from, Math.min(PART_BYTES, size - from)));
            }
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(uploadId).multipartUpload(upload -> upload.parts(parts)));
            complete = true;
        } finally {
            if (!complete) {
                abort(key, uploadId);
            }
        }
    }

    private CompletedPart uploadPart(String key, String uploadId, int number, Path file, long from, long length) {
        RequestBody body = RequestBody.fromContentProvider(
                () -> openSlice(file, from, length), length, "application/octet-stream");
        String etag = client.uploadPart(
                        request -> request.bucket(bucket)
                                .key(key)
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentLength(length),
                        body)
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    /** Opened anew for each attempt, so the SDK can repeat a part. */
    private static InputStream openSlice(Path file, long from, long length) {
        try {
            FileChannel channel = FileChannel.open(file);
            channel.position(from);
            return new BoundedInputStream(Channels.newInputStream(channel), length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void abort(String key, String uploadId) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(uploadId));
        } catch (SdkException e) {
            LOG.warnf("parts of %s could not be removed, the bucket's life cycle has to: %s", key, e.getMessage());
        }
    }

    private void ensureBucket() {
        if (bucketSeen) {
            return;
        }
        try {
            client.headBucket(request -> request.bucket(bucket));
        } catch (NoSuchBucketException e) {
            createBucket();
        }
        bucketSeen = true;
    }

    private void createBucket() {
        CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(bucket);
        // Amazon's oldest region is the one that must not be named.
        if (!region.equals("us-east-1")) {
            request.createBucketConfiguration(where -> where.locationConstraint(region));
        }
        try {
            client.createBucket(request.build());
            LOG.infof("made the bucket %s", bucket);
        } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
            LOG.debugf("another instance made the bucket %s first", bucket);
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T run(String what, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (NoSuchKeyException | NoSuchBucketException e) {
            throw new NoSuchFileException(what.substring(what.indexOf(' ') + 1));
        } catch (SdkException e) {
            throw new IOException("object store " + uri() + ": cannot " + what + ": " + e.getMessage(), e);
        }
    }

    /** The first bytes of a stream. */
    private static final class BoundedInputStream extends FilterInputStream {

        private long left;

        BoundedInputStream(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            int value = super.read();
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
