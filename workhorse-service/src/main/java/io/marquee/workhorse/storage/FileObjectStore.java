package io.marquee.workhorse.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Objects as files below one folder, for the local environment. Unlike in S3, a key cannot be both an object and the folder
 * of another object.
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
        Path target = pathOf(key);
        Path incoming = newIncoming();
        try {
            Files.copy(file, incoming, StandardCopyOption.REPLACE_EXISTING);
            moveInto(incoming, target);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        Path target = pathOf(key);
        Path incoming = newIncoming();
        try {
            Files.write(incoming, bytes);
            moveInto(incoming, target);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    @Override
    public InputStream open(String key) throws IOException {
        Path file = pathOf(key);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(key);
        }
        return Files.newInputStream(file);
    }

    @Override
    public boolean exists(String key) {
        return Files.isRegularFile(pathOf(key));
    }

    @Override
    public List<Entry> list(String prefix) throws IOException {
        ObjectKey.requirePrefix(prefix);
        int lastSlash = prefix.lastIndexOf('/');
        Path start = lastSlash < 0 ? root : root.resolve(prefix.substring(0, lastSlash));
        List<Entry> entries = new ArrayList<>();
        if (!Files.isDirectory(start)) {
            return entries;
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(root.resolve(WORK_FOLDER))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String key = root.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                if (attributes.isRegularFile() && key.startsWith(prefix)) {
                    entries.add(new Entry(key, attributes.size()));
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
        entries.sort(Comparator.comparing(Entry::key));
        return entries;
    }

    @Override
    public void delete(String key) throws IOException {
        Path file = pathOf(key);
        if (!Files.isDirectory(file)) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public String uri() {
        return root.toUri().toString();
    }

    private Path pathOf(String key) {
        return root.resolve(new ObjectKey(key).value());
    }

    private Path newIncoming() throws IOException {
        Path folder = Files.createDirectories(root.resolve(WORK_FOLDER));
        return Files.createTempFile(folder, "put", null);
    }

    private static void moveInto(Path incoming, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
