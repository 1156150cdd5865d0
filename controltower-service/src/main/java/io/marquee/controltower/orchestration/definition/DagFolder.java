package io.marquee.controltower.orchestration.definition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of DAG files. A file that cannot be read is reported and stops no other. */
public final class DagFolder {

    /** A usable DAG and the name of its file. */
    public record LoadedDag(String fileName, Dag dag) {}

    /** A file that is not usable, and why. */
    public record ImportError(String fileName, String message) {}

    /** What a look into the folder gave; both lists in the order of file names. */
    public record Contents(List<LoadedDag> dags, List<ImportError> errors) {

        public Contents {
            dags = List.copyOf(dags);
            errors = List.copyOf(errors);
        }
    }

    private static final long LARGEST_FILE = 1_000_000;

    private final Path folder;
    private final DagFileParser parser;

    public DagFolder(Path folder, DagFileParser parser) {
        this.folder = folder;
        this.parser = parser;
    }

    /** Reads all {@code *.yaml} and {@code *.yml} files. */
    public Contents read() {
        Map<String, LoadedDag> byId = new TreeMap<>();
        List<LoadedDag> dags = new ArrayList<>();
        List<ImportError> errors = new ArrayList<>();
        List<Path> files;
        try {
            files = files();
        } catch (IOException e) {
            return new Contents(
                    List.of(), List.of(new ImportError(folder.toString(), "the folder cannot be read: " + e)));
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            try {
                if (Files.size(file) > LARGEST_FILE) {
                    throw new InvalidDagFileException(0, "the file is larger than " + LARGEST_FILE + " bytes");
                }
                LoadedDag loaded = new LoadedDag(name, parser.parse(Files.readString(file)));
                LoadedDag other = byId.putIfAbsent(loaded.dag().dagId(), loaded);
                if (other == null) {
                    dags.add(loaded);
                } else {
                    errors.add(new ImportError(
                            name, "dag_id '" + loaded.dag().dagId() + "' is taken by " + other.fileName()));
                }
            } catch (InvalidDagFileException e) {
                errors.add(new ImportError(name, e.getMessage()));
            } catch (IOException e) {
                errors.add(new ImportError(name, "the file cannot be read: " + e.getMessage()));
            }
        }
        return new Contents(dags, errors);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(".yaml") || name.endsWith(".yml");
                    })
                    .sorted()
                    .toList();
        }
    }
}
