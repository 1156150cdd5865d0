package io.marquee.storage.gcs;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import io.marquee.workhorse.storage.ObjectKey;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Objects of one bucket, which is never made. Safe for use by many threads. */
final class GcsObjectStore implements ObjectStore, AutoCloseable {

    private static final int CHUNK_BYTES = 8 * 1024 * 1024;
    private static final int PRECONDITION_FAILED = 412;

    private final Storage storage;
    private final String bucket;

    GcsObjectStore(Storage storage, String bucket) {
        this.storage = storage;
        this.bucket = bucket;
    }

    @Override
    public void put(String key, Path file) throws IOException {
        write(key, out -> Files.copy(file, out));
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        BlobInfo blob = blob(key);
        translate("store", key, () -> storage.create(blob, bytes, BlobTargetOption.disableGzipContent()));
    }

    @Override
    public void write(String key, Content content) throws IOException {
        write(key, content, new BlobWriteOption[0]);
    }

    @Override
    public boolean putIfAbsent(String key, Path file) throws IOException {
        return unlessTaken(() -> write(key, out -> Files.copy(file, out), BlobWriteOption.doesNotExist()));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes) throws IOException {
        BlobInfo blob = blob(key);
        return unlessTaken(() -> translate(
                "store",
                key,
                () -> storage.create(
                        blob, bytes, BlobTargetOption.disableGzipContent(), BlobTargetOption.doesNotExist())));
    }

    @Override
    public InputStream open(String key) throws IOException {
        return open(key, 0, Long.MAX_VALUE);
    }

    @Override
    public InputStream open(String key, long from, long length) throws IOException {
        ObjectKey.requireRange(from, length);
        long size = size(key);
        long begin = Math.min(from, size);
        long end = begin + Math.min(length, size - begin);
        return translate("read", key, () -> {
            if (begin == end) {
                return InputStream.nullInputStream();
            }
            ReadChannel channel = storage.reader(blob(key).getBlobId());
            channel.seek(begin);
            channel.limit(end);
            return Channels.newInputStream(channel);
        });
    }

    @Override
    public boolean exists(String key) throws IOException {
        BlobId id = blob(key).getBlobId();
        return translate("look for", key, () -> storage.get(id) != null);
    }

    @Override
    public long size(String key) throws IOException {
        BlobId id = blob(key).getBlobId();
        Blob blob = translate("look for", key, () -> storage.get(id));
        if (blob == null) {
            throw new NoSuchFileException(key);
        }
        return blob.getSize();
    }

    @Override
    public List<Entry> list(String prefix) throws IOException {
        ObjectKey.requirePrefix(prefix);
        List<Entry> entries = new ArrayList<>();
        translate("list", prefix, () -> {
            storage.list(bucket, BlobListOption.prefix(prefix))
                    .iterateAll()
                    .forEach(blob -> entries.add(new Entry(blob.getName(), blob.getSize())));
            return true;
        });
        entries.sort(Comparator.comparing(Entry::key));
        return entries;
    }

    @Override
    public void delete(String key) throws IOException {
        BlobId id = blob(key).getBlobId();
        translate("delete", key, () -> storage.delete(id));
    }

    @Override
    public String uri() {
        return "gs://" + bucket + "/";
    }

    @Override
    public void close() throws Exception {
        storage.close();
    }

    private BlobInfo blob(String key) {
        return BlobInfo.newBuilder(bucket, new ObjectKey(key).value()).build();
    }

    /** An upload whose channel is never closed never becomes an object; Google forgets it after a week. */
    private void write(String key, Content content, BlobWriteOption... options) throws IOException {
        BlobInfo blob = blob(key);
        translate("store", key, () -> {
            WriteChannel channel = storage.writer(blob, options);
            channel.setChunkSize(CHUNK_BYTES);
            OutputStream out = new BufferedOutputStream(new ChannelOutput(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            channel.close();
            return true;
        });
    }

    /** Unlike the one of {@link Channels}, not closed by what is written. */
    private static final class ChannelOutput extends OutputStream {

        private final WriteChannel channel;

        ChannelOutput(WriteChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    @FunctionalInterface
    private interface Storing {
        void run() throws IOException;
    }

    private static boolean unlessTaken(Storing storing) throws IOException {
        try {
            storing.run();
            return true;
        } catch (IOException e) {
            if (e.getCause() instanceof StorageException answer && answer.getCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw e;
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T translate(String verb, String key, Call<T> call) throws IOException {
        String start = "object store " + uri() + ": cannot " + verb + " " + key + ": ";
        try {
            return call.run();
        } catch (StorageException e) {
            throw switch (e.getCode()) {
                case 401, 403 ->
                    new IOException(
                            start + "Google refuses the credentials (" + e.getCode()
                                    + "); check GOOGLE_APPLICATION_CREDENTIALS and that they may use this bucket",
                            e);
                case 404 -> new FileNotFoundException("object store " + uri() + ": there is no such bucket");
                case 0 ->
                    new IOException(
                            start + "the server does not answer; check STORAGE_EMULATOR_HOST and the network", e);
                default -> new IOException(start + "the server answered " + e.getCode(), e);
            };
        }
    }
}
