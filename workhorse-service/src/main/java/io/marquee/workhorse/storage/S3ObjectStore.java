package io.marquee.workhorse.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects in one bucket of Amazon S3, or of a server that speaks its protocol. Safe for use by many threads. */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {

    /** Files above this size travel in parts, and this is the size of a part. */
    static final long PART_BYTES = 16L * 1024 * 1024;

    /** Parts of what has no known length wait in memory until they are full; 10,000 of them are the most for an object. */
    static final int STREAM_PART_BYTES = 8 * 1024 * 1024;

    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int MAX_CONFLICTS = 5;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private static final Logger LOG = Logger.getLogger(S3ObjectStore.class);

    private final S3Client client;
    private final S3Bucket place;
    private final String bucket;
    private final S3Failures failures;
    private final S3PresignedUploads presigned;
    private final S3UnfinishedUploads uploads;
    private volatile boolean bucketSeen;

    private S3ObjectStore(S3Bucket place) {
        this.client = place.client();
        this.place = place;
        this.bucket = place.name();
        this.failures = new S3Failures(place);
        this.presigned = new S3PresignedUploads(client, place);
        this.uploads = new S3UnfinishedUploads(client, place);
    }

    /** A store on that bucket; the server is first spoken to when an object is. */
    public static S3ObjectStore open(ObjectStoreConfig.S3 config) {
        return open(S3Bucket.of(config));
    }

    static S3ObjectStore open(S3Bucket bucket) {
        return new S3ObjectStore(bucket);
    }

    @Override
    public void put(String key, Path file) throws IOException {
        putFile(key, file, false);
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        String name = new ObjectKey(key).value();
        failures.translate("store", name, () -> {
            ensureBucket();
            return client.putObject(request(name, false), RequestBody.fromBytes(bytes));
        });
    }

    @Override
    public void write(String key, Content content) throws IOException {
        String name = new ObjectKey(key).value();
        failures.translate("store", name, () -> {
            ensureBucket();
            try (S3UploadStream out = new S3UploadStream(client, bucket, name, STREAM_PART_BYTES)) {
                content.writeTo(out);
                out.complete();
            }
            return null;
        });
    }

    @Override
    public boolean putIfAbsent(String key, Path file) throws IOException {
        return unlessTaken(() -> putFile(key, file, true));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes) throws IOException {
        String name = new ObjectKey(key).value();
        return unlessTaken(() -> failures.translate("store", name, () -> {
            ensureBucket();
            return client.putObject(request(name, true), RequestBody.fromBytes(bytes));
        }));
    }

    @Override
    public InputStream open(String key) throws IOException {
        String name = new ObjectKey(key).value();
        return failures.translate(
                "read",
                name,
                () -> new S3Download(
                        client.getObject(request -> request.bucket(bucket).key(name))));
    }

    @Override
    public InputStream open(String key, long from, long length) throws IOException {
        ObjectKey.requireRange(from, length);
        if (length == 0) {
            size(key);
            return new ByteArrayInputStream(new byte[0]);
        }
        String name = new ObjectKey(key).value();
        long last = from + Math.min(length - 1, Long.MAX_VALUE - from);
        try {
            return failures.translate(
                    "read",
                    name,
                    () -> new S3Download(client.getObject(
                            request -> request.bucket(bucket).key(name).range("bytes=" + from + "-" + last))));
        } catch (IOException e) {
            if (statusOf(e) == RANGE_NOT_SATISFIABLE) {
                return new ByteArrayInputStream(new byte[0]);
            }
            throw e;
        }
    }

    @Override
    public boolean exists(String key) throws IOException {
        try {
            size(key);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public long size(String key) throws IOException {
        String name = new ObjectKey(key).value();
        return failures.translate("look for", name, () -> client.headObject(
                        request -> request.bucket(bucket).key(name))
                .contentLength());
    }

    @Override
    public List<Entry> list(String prefix) throws IOException {
        List<Entry> entries = new ArrayList<>();
        visit(prefix, entries::add);
        // S3 sorts by UTF-8 bytes; the port promises the order of Java strings.
        entries.sort(Comparator.comparing(Entry::key));
        return entries;
    }

    @Override
    public void visit(String prefix, Visitor visitor) throws IOException {
        ObjectKey.requirePrefix(prefix);
        Iterator<ListObjectsV2Response> pages = client.listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(prefix))
                .iterator();
        while (true) {
            List<S3Object> page;
            try {
                // What the visitor does is not a failure of the listing.
                page = failures.translate(
                        "list", prefix, () -> pages.hasNext() ? pages.next().contents() : null);
            } catch (NoSuchFileException e) {
                // The bucket has not been made yet, so it holds nothing.
                return;
            }
            if (page == null) {
                return;
            }
            for (S3Object object : page) {
                visitor.entry(new Entry(object.key(), object.size()));
            }
        }
    }

    @Override
    public void delete(String key) throws IOException {
        String name = new ObjectKey(key).value();
        try {
            failures.translate(
                    "delete",
                    name,
                    () -> client.deleteObject(request -> request.bucket(bucket).key(name)));
        } catch (NoSuchFileException e) {
            LOG.debugf("%s was not there", name);
        }
    }

    @Override
    public List<Unfinished> unfinished() throws IOException {
        return uploads.unfinished();
    }

    @Override
    public void discard(Unfinished write) throws IOException {
        presigned.abort(write.key(), write.id());
    }

    @Override
    public String uri() {
        return "s3://" + bucket + "/";
    }

    @Override
    public Optional<PresignedUploads> presignedUploads() {
        return Optional.of(presigned);
    }

    @Override
    public void close() {
        presigned.close();
        client.close();
    }

    private void putFile(String key, Path file, boolean onlyIfAbsent) throws IOException {
        String name = new ObjectKey(key).value();
        long size = Files.size(file);
        failures.translate("store", name, () -> {
            ensureBucket();
            if (size <= PART_BYTES) {
                return client.putObject(request(name, onlyIfAbsent), RequestBody.fromFile(file));
            }
            try (S3Upload upload = S3Upload.begin(client, bucket, name)) {
                for (long from = 0; from < size; from += PART_BYTES) {
                    upload.send(file, from, Math.min(PART_BYTES, size - from));
                }
                upload.complete(onlyIfAbsent);
            }
            return null;
        });
    }

    private PutObjectRequest request(String name, boolean onlyIfAbsent) {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(bucket).key(name);
        return (onlyIfAbsent ? request.ifNoneMatch("*") : request).build();
    }

    @FunctionalInterface
    private interface Storing {
        void run() throws IOException;
    }

    private static boolean unlessTaken(Storing storing) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                storing.run();
                return true;
            } catch (IOException e) {
                if (statusOf(e) == PRECONDITION_FAILED) {
                    return false;
                }
                // Amazon's answer to two at the same moment: it has not decided, so the next try will tell.
                if (statusOf(e) != CONFLICT || attempt == MAX_CONFLICTS) {
                    throw e;
                }
            }
        }
    }

    private static int statusOf(IOException e) {
        return e.getCause() instanceof S3Exception answer ? answer.statusCode() : 0;
    }

    private void ensureBucket() {
        if (!bucketSeen) {
            place.ensure(client);
            bucketSeen = true;
        }
    }
}
