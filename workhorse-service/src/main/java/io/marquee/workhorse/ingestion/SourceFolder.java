package io.marquee.workhorse.ingestion;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder that was looked at and can be ingested: it is a local folder, its files are regular files inside it, and their
 * headers are those of the source.
 *
 * @param movies null when the folder has none
 * @param links null when the folder has none
 * @param ratings null when the folder has none
 */
record SourceFolder(
        Source source,
        Path folder,
        @Nullable Path movies,
        @Nullable Path links,
        @Nullable Path ratings) {

    /**
     * Looks at a folder.
     *
     * @param allowed when given, only folders below it are read
     * @throws ProblemException naming the path, the file or the column that is wrong
     */
    static SourceFolder open(Source source, String path, Optional<Path> allowed) {
        Path folder = folder(path);
        if (allowed.isPresent() && !folder.startsWith(real(allowed.get()))) {
            throw ProblemException.invalid("path", path, "must be a folder below " + allowed.get());
        }
        SourceFolder found =
                switch (source) {
                    case MOVIELENS ->
                        new SourceFolder(
                                source,
                                folder,
                                required(folder, "movies.csv", MovieLensRows.MOVIE_COLUMNS),
                                optional(folder, "links.csv", MovieLensRows.LINK_COLUMNS),
                                required(folder, "ratings.csv", MovieLensRows.RATING_COLUMNS));
                    case STANDARD ->
                        new SourceFolder(
                                source,
                                folder,
                                optional(folder, "movies.csv", StandardRows.MOVIE_COLUMNS),
                                null,
                                optional(folder, "ratings.csv", StandardRows.RATING_COLUMNS));
                };
        if (found.files().isEmpty()) {
            throw ProblemException.invalid("path", path, "must hold movies.csv or ratings.csv");
        }
        return found;
    }

    /** The files that are read, in the order they are. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path file : new @Nullable Path[] {movies, links, ratings}) {
            if (file != null) {
                files.add(file);
            }
        }
        return files;
    }

    /** Bytes of all files. */
    long size() throws IOException {
        long size = 0;
        for (Path file : files()) {
            size += Files.size(file);
        }
        return size;
    }

    private static Path folder(String path) {
        if (path.contains("://")) {
            throw ProblemException.invalid("path", path, "must be a local folder, not a URI");
        }
        try {
            Path folder = Path.of(path);
            if (!Files.exists(folder)) {
                throw ProblemException.invalid("path", path, "must be a folder that exists on this machine");
            }
            if (!Files.isDirectory(folder)) {
                throw ProblemException.invalid("path", path, "must be a folder");
            }
            return real(folder);
        } catch (InvalidPathException e) {
            throw ProblemException.invalid("path", path.replaceAll("\\p{Cntrl}", "?"), "must be a path");
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw ProblemException.invalid("path", folder, "must be a folder that can be read");
        }
    }

    private static Path required(Path folder, String name, List<String> columns) {
        Path file = optional(folder, name, columns);
        if (file == null) {
            throw ProblemException.invalid("path", folder, "must hold " + name);
        }
        return file;
    }

    private static @Nullable Path optional(Path folder, String name, List<String> columns) {
        Path file = folder.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        // A link or a device could show files that nobody meant to share.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw ProblemException.invalid("path", file, "must be a regular file");
        }
        try (CsvTable table = CsvTable.open(file, columns)) {
            return file;
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
