package io.marquee.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlobClientBase;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.marquee.workhorse.storage.ObjectKey;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Block blobs of one container, which is never made. Safe for use by many threads; but of two that write an object of more
 * than one part at the same time, Azure lets the first one through and fails the other.
 */
final class AzureBlobObjectStore implements ObjectStore {

    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;

    private final BlobContainerClient client;
    private final String uri;
    private final String endpoint;

    AzureBlobObjectStore(BlobContainerClient client, String uri, String endpoint) {
        this.client = client;
        this.uri = uri;
        this.endpoint = endpoint;
    }

    @Override
    public void put(String key, Path file) throws IOException {
        putFile(key, file, null);
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        putBytes(key, bytes, null);
    }

    @Override
    public void write(String key, Content content) throws IOException {
        BlockBlobClient blob = blob(key);
        translate("store", key, () -> {
            BlockUpload upload = new BlockUpload(blob, null);
            content.writeTo(upload);
            upload.complete();
            return null;
        });
    }

    @Override
    public boolean putIfAbsent(String key, Path file) throws IOException {
        return unlessTaken(() -> putFile(key, file, absent()));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes) throws IOException {
        return unlessTaken(() -> putBytes(key, bytes, absent()));
    }

    @Override
    public InputStream open(String key) throws IOException {
        BlobClientBase blob = blob(key);
        return translate("read", key, blob::openInputStream);
    }

    @Override
    public InputStream open(String key, long from, long length) throws IOException {
        ObjectKey.requireRange(from, length);
        long left = size(key) - from;
        if (left <= 0 || length == 0) {
            return new ByteArrayInputStream(new byte[0]);
        }
        BlobRange range = new BlobRange(from, Math.min(length, left));
        return translate("read", key, () -> blob(key).openInputStream(range, null));
    }

    @Override
    public boolean exists(String key) throws IOException {
        BlobClientBase blob = blob(key);
        return translate("look for", key, blob::exists);
    }

    @Override
    public long size(String key) throws IOException {
        BlobClientBase blob = blob(key);
        return translate("look for", key, () -> blob.getProperties().getBlobSize());
    }

    @Override
    public List<Entry> list(String prefix) throws IOException {
        ObjectKey.requirePrefix(prefix);
        List<Entry> entries = new ArrayList<>();
        translate("list", prefix, () -> {
            client.listBlobs(new ListBlobsOptions().setPrefix(prefix), null)
                    .forEach(item -> entries.add(
                            new Entry(item.getName(), item.getProperties().getContentLength())));
            return null;
        });
        entries.sort(Comparator.comparing(Entry::key));
        return entries;
    }

    @Override
    public void delete(String key) throws IOException {
        BlobClientBase blob = blob(key);
        translate("delete", key, blob::deleteIfExists);
    }

    @Override
    public String uri() {
        return uri;
    }

    private BlockBlobClient blob(String key) {
        return client.getBlobClient(new ObjectKey(key).value()).getBlockBlobClient();
    }

    private static BlobRequestConditions absent() {
        return new BlobRequestConditions().setIfNoneMatch("*");
    }

    private void putBytes(String key, byte[] bytes, @Nullable BlobRequestConditions conditions) throws IOException {
        BlockBlobClient blob = blob(key);
        translate("store", key, () -> {
            BlockBlobSimpleUploadOptions options = new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(bytes));
            return blob.uploadWithResponse(options.setRequestConditions(conditions), null, Context.NONE);
        });
    }

    private void putFile(String key, Path file, @Nullable BlobRequestConditions conditions) throws IOException {
        BlockBlobClient blob = blob(key);
        translate("store", key, () -> {
            BlockUpload upload = new BlockUpload(blob, conditions);
            Files.copy(file, upload);
            upload.complete();
            return null;
        });
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
            boolean taken = e.getCause() instanceof BlobStorageException answer
                    && (answer.getStatusCode() == PRECONDITION_FAILED || answer.getStatusCode() == CONFLICT);
            if (taken) {
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
        String start = "object store " + uri + " at " + endpoint + ": cannot " + verb + " " + key + ": ";
        try {
            return call.run();
        } catch (BlobStorageException e) {
            String code = e.getErrorCode() == null ? "" : " " + e.getErrorCode();
            if (code.endsWith("ContainerNotFound")) {
                throw new FileNotFoundException("object store " + uri + ": there is no such container");
            }
            if (e.getStatusCode() == 404) {
                throw new NoSuchFileException(key);
            }
            String said = e.getStatusCode() + code;
            throw new IOException(
                    e.getStatusCode() == 403 || e.getStatusCode() == 401
                            ? start + "the server refuses the access key (" + said
                                    + "); check AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN"
                            : start + "the server answered " + said,
                    e);
        } catch (UncheckedIOException e) {
            throw new IOException(start + unreachable(e), e);
        } catch (RuntimeException e) {
            // The client's transport wraps whatever happened to it.
            if (e.getCause() instanceof IOException) {
                throw new IOException(start + unreachable(e), e);
            }
            throw e;
        }
    }

    private static String unreachable(RuntimeException e) {
        Throwable cause = e.getCause();
        String text = cause == null || cause.getMessage() == null ? "no connection" : cause.getMessage();
        return "the server does not answer (" + text + "); check AZURE_STORAGE_ENDPOINT and that it runs";
    }
}
