package io.marquee.workhorse.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which part of this machine's file system users may name: everything, or what lies below some folders. */
public final class AllowedFolders {

    private final List<Path> folders;

    /** @param folders none means that every path may be named */
    public AllowedFolders(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /**
     * A path that may be used, with every link in it followed; what does not exist yet may lie in a folder that does.
     *
     * @throws IllegalArgumentException quoting the path
     */
    public Path require(String text) {
        Path path = path(text);
        for (Path step : path) {
            if (step.toString().equals("..")) {
                throw new IllegalArgumentException("a path must not go up ('..'), got: " + text);
            }
        }
        Path real = real(path.toAbsolutePath().normalize(), text);
        if (folders.isEmpty() || folders.stream().anyMatch(folder -> isBelow(real, folder))) {
            return real;
        }
        throw new IllegalArgumentException("a path must be below "
                + String.join(" or ", folders.stream().map(Path::toString).toList()) + ", got: " + text);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text.replaceAll("\\p{Cntrl}", "?") + "' is not a path", e);
        }
    }

    private static Path real(Path path, String text) {
        List<Path> missing = new ArrayList<>();
        Path existing = path;
        while (!Files.exists(existing)) {
            // A link to what does not exist would be followed by whoever creates the file.
            if (Files.isSymbolicLink(existing)) {
                throw new IllegalArgumentException("a path must not be a link that leads nowhere, got: " + text);
            }
            Path parent = existing.getParent();
            if (parent == null) {
                return path;
            }
            missing.addFirst(existing.getFileName());
            existing = parent;
        }
        try {
            Path real = existing.toRealPath();
            for (Path step : missing) {
                real = real.resolve(step);
            }
            return real;
        } catch (IOException e) {
            throw new IllegalArgumentException("'" + text + "' cannot be read", e);
        }
    }

    private static boolean isBelow(Path path, @Nullable Path folder) {
        if (folder == null) {
            return false;
        }
        try {
            return path.startsWith(folder.toRealPath());
        } catch (IOException e) {
            // A folder that does not exist holds nothing.
            return false;
        }
    }
}
