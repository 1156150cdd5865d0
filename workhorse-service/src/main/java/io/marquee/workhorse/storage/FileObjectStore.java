package io.marquee.workhorse.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Objects as files below one folder, for the local environment. Unlike in S3, a key cannot be both an object and the folder
 * of another object. Symbolic links below the folder are not followed, the folder itself may be one.
 */
public final class FileObjectStore implements ObjectStore {

    /** Where files are written before they are moved into place, so that nobody sees half of one. */
    static final String WORK_FOLDER = ".marquee-incoming";

    private final Path root;

    /**
     * Opens the store.
     *
     * @param root its folder; made when the first object is stored
     */
    public FileObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public void put(String key, Path file) throws IOException {
        replace(key, incoming -> Files.copy(file, incoming, StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        replace(key, incoming -> Files.write(incoming, bytes));
    }

    @Override
    public void write(String key, Content content) throws IOException {
        replace(key, incoming -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(incoming))) {
                content.writeTo(out);
            }
        });
    }

    @Override
    public boolean putIfAbsent(String key, Path file) throws IOException {
        return add(key, incoming -> Files.copy(file, incoming, StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes) throws IOException {
        return add(key, incoming -> Files.write(incoming, bytes));
    }

    @Override
    public InputStream open(String key) throws IOException {
        return Files.newInputStream(regularFile(key));
    }

    @Override
    public InputStream open(String key, long from, long length) throws IOException {
        ObjectKey.requireRange(from, length);
        return FileSlice.open(regularFile(key), from, length);
    }

    @Override
    public boolean exists(String key) {
        return isOwnFile(pathOf(key));
    }

    @Override
    public long size(String key) throws IOException {
        return Files.size(regularFile(key));
    }

    @Override
    public List<Entry> list(String prefix) throws IOException {
        List<Entry> entries = new ArrayList<>();
        visit(prefix, entries::add);
        entries.sort(Comparator.comparing(Entry::key));
        return entries;
    }

    @Override
    public void visit(String prefix, Visitor visitor) throws IOException {
        ObjectKey.requirePrefix(prefix);
        int lastSlash = prefix.lastIndexOf('/');
        Path start = lastSlash < 0 ? root : root.resolve(prefix.substring(0, lastSlash));
        if (!Files.isDirectory(start) || !start.equals(root) && isBehindLink(start.resolve("any"))) {
            return;
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(root.resolve(WORK_FOLDER))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String key = root.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                if (attributes.isRegularFile() && key.startsWith(prefix)) {
                    visitor.entry(new Entry(key, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // Deleted between being listed and being looked at: it is no longer there, which is what a listing
                // says.
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    @Override
    public void delete(String key) throws IOException {
        Path file = writable(key);
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public List<Unfinished> unfinished() throws IOException {
        Path folder = root.resolve(WORK_FOLDER);
        List<Unfinished> writes = new ArrayList<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return writes;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                unfinished(file).ifPresent(writes::add);
            }
        }
        return writes;
    }

    @Override
    public void discard(Unfinished write) throws IOException {
        // A key of one step, so that it leads nowhere else.
        Path folder = root.resolve(WORK_FOLDER);
        Path file = folder.resolve(new ObjectKey(write.id()).value()).normalize();
        if (!folder.equals(file.getParent())) {
            throw new AccessDeniedException(write.id(), null, "it names no unfinished write");
        }
        Files.deleteIfExists(file);
    }

    @Override
    public Optional<Path> file(String key) throws IOException {
        return Optional.of(regularFile(key));
    }

    @Override
    public String uri() {
        return root.toUri().toString();
    }

    private static Optional<Unfinished> unfinished(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Unfinished(
                    file.getFileName().toString(),
                    "",
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException ended) {
            // The write came to its end since it was listed.
            return Optional.empty();
        }
    }

    private Path pathOf(String key) {
        return root.resolve(new ObjectKey(key).value());
    }

    private Path newIncoming() throws IOException {
        Path folder = Files.createDirectories(root.resolve(WORK_FOLDER));
        return Files.createTempFile(folder, "put", null);
    }

    private Path regularFile(String key) throws NoSuchFileException {
        Path file = pathOf(key);
        if (!isOwnFile(file)) {
            throw new NoSuchFileException(key);
        }
        return file;
    }

    /** A symbolic link that somebody put into the folder leads out of the store; what is behind it is not in the store. */
    private boolean isOwnFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !isBehindLink(file);
    }

    private boolean isBehindLink(Path file) {
        for (Path step = file.getParent(); !step.equals(root); step = step.getParent()) {
            if (Files.isSymbolicLink(step)) {
                return true;
            }
        }
        return false;
    }

    private Path writable(String key) throws AccessDeniedException {
        Path file = pathOf(key);
        if (isBehindLink(file)) {
            throw new AccessDeniedException(key, null, "a folder on the way to it is a symbolic link");
        }
        return file;
    }

    /** Fills a file nobody looks at. */
    @FunctionalInterface
    private interface Filling {
        void of(Path incoming) throws IOException;
    }

    private void replace(String key, Filling filling) throws IOException {
        Path target = writable(key);
        Path incoming = newIncoming();
        try {
            filling.of(incoming);
            Files.createDirectories(target.getParent());
            Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    /** A second name for the finished file is the one step that file systems refuse when the name is taken. */
    private boolean add(String key, Filling filling) throws IOException {
        Path target = writable(key);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Path incoming = newIncoming();
        try {
            filling.of(incoming);
            Files.createDirectories(target.getParent());
            Files.createLink(target, incoming);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            throw new IOException("object store " + uri() + " lies on a file system without hard links", e);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }
}
