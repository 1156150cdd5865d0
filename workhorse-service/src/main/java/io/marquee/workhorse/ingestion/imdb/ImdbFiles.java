package io.marquee.workhorse.ingestion.imdb;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.source.SourceFolder;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
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
        SourceFolder folder = SourceFolder.open(path, allowed);
        Map<String, ImdbFile> found = new HashMap<>();
        List<Path> local = new ArrayList<>();
        for (String table : TABLES) {
            for (String suffix : List.of(".tsv.gz", ".tsv")) {
                Optional<Path> file = folder.optional(table + suffix);
                if (file.isPresent() && !found.containsKey(table)) {
                    found.put(table, local(table + suffix, file.get()));
                    local.add(file.get());
                }
            }
        }
        return of(folder.path().toString(), path, found, local);
    }

    private static ImdbFile local(String name, Path file) {
        try {
            return new ImdbFile(name, Files.size(file), () -> Files.newInputStream(file));
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, file + " cannot be read: " + e.getMessage(), e);
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
            throw ProblemException.invalid("path", given, "must hold " + table + ".tsv.gz");
        }
        return file;
    }
}
