package io.marquee.workhorse.ingestion.source;

import io.marquee.contract.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A local folder that may be read. Files in it are found only when they are regular files: a link or a device could show
 * files that nobody meant to share.
 *
 * @param path without links
 */
public record SourceFolder(Path path) {

    /** What complaints call the path; requests know it by this name and by {@code source_uri}. */
    private static final String FIELD = "path";

    /**
     * Looks at a folder.
     *
     * @param path as it was asked for, null when nothing was
     * @param allowed when given, only folders below it are read
     * @throws ProblemException naming what is wrong with the path
     */
    public static SourceFolder open(@Nullable String path, Optional<Path> allowed) {
        if (path == null || path.isBlank()) {
            throw ProblemException.invalid(FIELD, path, "is required");
        }
        Path folder = folder(path);
        if (allowed.isPresent() && !folder.startsWith(real(allowed.get()))) {
            throw ProblemException.invalid(FIELD, path, "must be a folder below " + allowed.get());
        }
        return new SourceFolder(folder);
    }

    /**
     * A file that must be there.
     *
     * @throws ProblemException when it is not, or is no regular file
     */
    public Path required(String name) {
        return optional(name).orElseThrow(() -> ProblemException.invalid(FIELD, path, "must hold " + name));
    }

    /**
     * A file that may be there.
     *
     * @throws ProblemException when it is no regular file
     */
    public Optional<Path> optional(String name) {
        Path file = path.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw ProblemException.invalid(FIELD, file, "must be a regular file");
        }
        return Optional.of(file);
    }

    private static Path folder(String path) {
        if (path.contains("://")) {
            throw ProblemException.invalid(FIELD, path, "must be a local folder, not a URI");
        }
        try {
            Path folder = Path.of(path);
            if (!Files.exists(folder)) {
                throw ProblemException.invalid(FIELD, path, "must be a folder that exists on this machine");
            }
            if (!Files.isDirectory(folder)) {
                throw ProblemException.invalid(FIELD, path, "must be a folder");
            }
            return real(folder);
        } catch (InvalidPathException e) {
            throw ProblemException.invalid(FIELD, path.replaceAll("\\p{Cntrl}", "?"), "must be a path");
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw ProblemException.invalid(FIELD, folder, "must be a folder that can be read");
        }
    }
}
