package io.marquee.workhorse.ingestion.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * By what a server tells one version of a file from another (RFC 9110, 8.8), kept beside the file.
 *
 * @param etag null when the server gave none
 * @param lastModified null when the server gave none
 * @param md5 of a whole file that was checked; null otherwise
 */
record Validators(
        URI uri,
        @Nullable String etag,
        @Nullable String lastModified,
        @Nullable String md5) {

    /** What {@code If-Range} may hold: a weak tag would not promise the same bytes. Null when there is nothing. */
    @Nullable
    String strong() {
        return etag != null && !etag.startsWith("W/") ? etag : lastModified;
    }

    /** Whether an answer with these is of another version than this. */
    boolean differFrom(Validators answer) {
        return etag != null && answer.etag != null && !etag.equals(answer.etag)
                || lastModified != null && answer.lastModified != null && !lastModified.equals(answer.lastModified);
    }

    Validators withMd5(@Nullable String checked) {
        return new Validators(uri, etag, lastModified, checked);
    }

    /** Those kept in that file for that URI; null when there are none. */
    static @Nullable Validators read(Path file, URI uri) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return null;
        }
        return uri.toString().equals(properties.getProperty("uri"))
                ? new Validators(
                        uri,
                        properties.getProperty("etag"),
                        properties.getProperty("last-modified"),
                        properties.getProperty("md5"))
                : null;
    }

    /** Keeps them; a reader never sees half of it. */
    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("uri", uri.toString());
        put(properties, "etag", etag);
        put(properties, "last-modified", lastModified);
        put(properties, "md5", md5);
        Path half = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(half)) {
            properties.store(out, null);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }
}
