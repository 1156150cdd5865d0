package io.marquee.workhorse.ingestion.imdb;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * IMDb's tables in a folder or below a prefix of the object store, as {@code .tsv.gz} or {@code .tsv}.
 *
 * @param crew null when it is not there
 * @param principals null when it is not there
 * @param names null when it is not there
 * @param local the files found in a folder; empty for an object store
 */
record ImdbFiles(
        String origin,
        ImdbFile basics,
        ImdbFile ratings,
        @Nullable ImdbFile crew,
        @Nullable ImdbFile principals,
        @Nullable ImdbFile names,
        List<Path> local) {

    /** What is looked for, the first two are needed. */
    static final List<String> TABLES =
            List.of("title.basics", "title.ratings", "title.crew", "title.principals", "name.basics");

    /** Whether anybody's name could be joined. */
    boolean hasPeople() {
        return names != null && (crew != null || principals != null);
    }

    /**
     * Looks into a folder.
     *
     * @param allowed when given, only folders below it are read
     * @throws ProblemException when it is not one, or lacks a table
     */
    static ImdbFiles inFolder(String path, Optional<Path> allowed) {
        Path folder = folder(path);
        try {
            Path real = folder.toRealPath();
            if (allowed.isPresent() && !real.startsWith(allowed.get().toRealPath())) {
                throw ProblemException.invalid("source_uri", path, "must be a folder below " + allowed.get());
            }
            Map<String, ImdbFile> found = new HashMap<>();
            List<Path> local = new ArrayList<>();
            for (String table : TABLES) {
                for (String suffix : List.of(".tsv.gz", ".tsv")) {
                    Path file = real.resolve(table + suffix);
                    if (!found.containsKey(table) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                        // A link or a device could show files that nobody meant to share.
                        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                            throw ProblemException.invalid("source_uri", file, "must be a regular file");
                        }
                        found.put(
                                table,
                                new ImdbFile(table + suffix, Files.size(file), () -> Files.newInputStream(file)));
                        local.add(file);
                    }
                }
            }
            return of(real.toString(), path, found, local);
        } catch (IOException e) {
            throw ProblemException.invalid("source_uri", path, "must be a folder that can be read");
        }
    }

    /**
     * Looks below a prefix of the object store.
     *
     * @throws ProblemException when it lacks a table
     */
    static ImdbFiles inStore(ObjectStore store, String uri, String prefix) throws IOException {
        String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        Map<String, ImdbFile> found = new HashMap<>();
        for (ObjectStore.Entry entry : store.list(folder)) {
            String name = entry.key().substring(folder.length());
            String table = name.endsWith(".tsv.gz")
                    ? name.substring(0, name.length() - ".tsv.gz".length())
                    : name.endsWith(".tsv") ? name.substring(0, name.length() - ".tsv".length()) : "";
            if (TABLES.contains(table) && (!found.containsKey(table) || name.endsWith(".gz"))) {
                found.put(table, new ImdbFile(name, entry.size(), () -> store.open(entry.key())));
            }
        }
        return of(uri, uri, found, List.of());
    }

    private static ImdbFiles of(String origin, String given, Map<String, ImdbFile> found, List<Path> local) {
        return new ImdbFiles(
                origin,
                needed(found, "title.basics", given),
                needed(found, "title.ratings", given),
                found.get("title.crew"),
                found.get("title.principals"),
                found.get("name.basics"),
                List.copyOf(local));
    }

    private static ImdbFile needed(Map<String, ImdbFile> found, String table, String given) {
        ImdbFile file = found.get(table);
        if (file == null) {
            throw ProblemException.invalid("source_uri", given, "must hold " + table + ".tsv.gz");
        }
        return file;
    }

    private static Path folder(String path) {
        try {
            Path folder = Path.of(path);
            if (!Files.isDirectory(folder)) {
                throw ProblemException.invalid("source_uri", path, "must be a folder that exists on this machine");
            }
            return folder;
        } catch (InvalidPathException e) {
            throw ProblemException.invalid("source_uri", path.replaceAll("\\p{Cntrl}", "?"), "must be a path");
        }
    }
}
