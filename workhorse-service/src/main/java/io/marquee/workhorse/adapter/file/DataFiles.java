package io.marquee.workhorse.adapter.file;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterException.Kind;
import io.marquee.workhorse.adapter.AllowedFolders;
import io.marquee.workhorse.adapter.FilesConfig;
import io.marquee.workhorse.adapter.file.DataFile.LocalFile;
import io.marquee.workhorse.adapter.file.DataFile.StoredObject;
import io.marquee.workhorse.storage.ObjectAddress;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.storage.ObjectStores;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds and writes files by path or URI: {@code data/movies.csv}, {@code file:///data/movies.csv},
 * {@code s3://bucket/movies.csv}, {@code gs://…}, {@code abfs://…}. Of a folder, everything in it that has the ending of a
 * known format counts; a pattern may stand for many, see {@link Glob}. Names that begin with a dot or an underscore are
 * passed over.
 */
@ApplicationScoped
public class DataFiles {

    private static final String FILE_SCHEME = "file:";

    private final ObjectStores stores;
    private final AllowedFolders folders;

    @Inject
    DataFiles(ObjectStores stores, FilesConfig config) {
        this(stores, new AllowedFolders(config.allowedFolders().orElse(List.of())));
    }

    DataFiles(ObjectStores stores, AllowedFolders folders) {
        this.stores = stores;
        this.folders = folders;
    }

    /**
     * The files that a text names, in the order of their names; at least one.
     *
     * @throws AdapterException when there is none, or it may not be read
     */
    public List<DataFile> find(String text) throws IOException {
        try {
            List<DataFile> found =
                    ObjectAddress.isOne(text) ? objects(ObjectAddress.parse(text)) : localFiles(localPath(text));
            if (found.isEmpty()) {
                throw new AdapterException(Kind.REQUEST, "there is no file " + text, null);
            }
            return found;
        } catch (IllegalArgumentException e) {
            throw new AdapterException(Kind.REQUEST, e.getMessage(), e);
        }
    }

    /**
     * Writes a file or object as a whole: nobody sees half of it, and what was there stays when the content fails.
     *
     * @throws AdapterException when it may not be written
     */
    public void write(String text, ObjectStore.Content content) throws IOException {
        try {
            if (Glob.isPattern(text) || text.endsWith("/")) {
                throw new IllegalArgumentException("a file to write must have one name, got: " + text);
            }
            if (ObjectAddress.isOne(text)) {
                ObjectAddress address = ObjectAddress.parse(text);
                at(address).write(address.key(), content);
                return;
            }
            writeLocal(folders.require(localPath(text)), content);
        } catch (IllegalArgumentException e) {
            throw new AdapterException(Kind.REQUEST, e.getMessage(), e);
        }
    }

    /**
     * Looks whether the place of a text can be reached.
     *
     * @return what was reached
     */
    String test(String text) throws IOException {
        if (ObjectAddress.isOne(text)) {
            ObjectAddress address = ObjectAddress.parse(text);
            at(address).list(address.key().isEmpty() ? "marquee-test-of-the-connection" : address.key());
            return address.withKey("").toString();
        }
        Path path = folders.require(localPath(text));
        if (!Files.isReadable(path)) {
            throw new AdapterException(Kind.REQUEST, "there is no file or folder " + path + " that can be read", null);
        }
        return path.toString();
    }

    private static void writeLocal(Path target, ObjectStore.Content content) throws IOException {
        if (Files.isDirectory(target)) {
            throw new IllegalArgumentException("a file to write must not be a folder, got: " + target);
        }
        Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
        Path incoming = Files.createTempFile(folder, ".marquee-", ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(incoming))) {
                content.writeTo(out);
            }
            Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    private ObjectStore at(ObjectAddress address) throws IOException {
        try {
            return stores.at(address);
        } catch (IOException e) {
            throw new AdapterException(Kind.MISSING_PART, String.valueOf(e.getMessage()), e);
        }
    }

    private List<DataFile> objects(ObjectAddress address) throws IOException {
        ObjectStore store = at(address);
        String key = address.key();
        if (Glob.isPattern(key)) {
            Glob glob = Glob.of(key);
            return objects(store, address, glob.fixed(), glob::matches);
        }
        if (!key.isEmpty() && !key.endsWith("/") && store.exists(key)) {
            return List.of(new StoredObject(store, key, store.size(key), address.toString()));
        }
        return objects(store, address, key.isEmpty() || key.endsWith("/") ? key : key + "/", DataFiles::isKnown);
    }

    private static List<DataFile> objects(
            ObjectStore store, ObjectAddress address, String prefix, Predicate<String> wanted) throws IOException {
        return store.list(prefix).stream()
                .filter(entry ->
                        wanted.test(entry.key()) && !isHidden(entry.key().substring(prefix.length())))
                .map(entry -> (DataFile) new StoredObject(
                        store,
                        entry.key(),
                        entry.size(),
                        address.withKey(entry.key()).toString()))
                .toList();
    }

    private List<DataFile> localFiles(String text) throws IOException {
        if (Glob.isPattern(text)) {
            Glob glob = Glob.of(text);
            Path start = folders.require(glob.fixed().isEmpty() ? "." : glob.fixed());
            // Matched as it was written, so a relative pattern stays relative.
            return below(
                    start,
                    path -> glob.matches(
                            glob.fixed() + start.relativize(path).toString().replace('\\', '/')));
        }
        Path path = folders.require(text);
        if (Files.isDirectory(path)) {
            return below(path, file -> isKnown(file.getFileName().toString()));
        }
        return Files.isRegularFile(path) ? List.of(new LocalFile(path)) : List.of();
    }

    /** Links are not followed: they could lead out of what may be read. */
    private static List<DataFile> below(Path start, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(wanted)
                    .filter(file -> !isHidden(start.relativize(file).toString().replace('\\', '/')))
                    .sorted(Comparator.comparing(Path::toString))
                    .map(file -> (DataFile) new LocalFile(file))
                    .toList();
        }
    }

    private static boolean isKnown(String name) {
        return FileFormat.ofName(name).isPresent();
    }

    private static boolean isHidden(String path) {
        return Stream.of(path.split("/")).anyMatch(step -> step.startsWith(".") || step.startsWith("_"));
    }

    private static String localPath(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a path or URI must not be empty");
        }
        if (text.toLowerCase(Locale.ROOT).startsWith(FILE_SCHEME)) {
            try {
                URI uri = new URI(text);
                String host = uri.getHost();
                if (uri.getPath() == null || host != null && !host.equals("localhost")) {
                    throw new IllegalArgumentException("a file URI is like file:///folder/file.csv, got: " + text);
                }
                return uri.getPath();
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(
                        "a file URI is like file:///folder/file.csv with special characters percent-encoded, got: "
                                + text,
                        e);
            }
        }
        if (text.contains("://")) {
            throw new IllegalArgumentException(
                    "a file is named by a path or a URI that starts with file://, s3://, gs:// or" + " abfs://, got: "
                            + text.substring(0, text.indexOf("://") + 3) + "…");
        }
        return text;
    }
}
