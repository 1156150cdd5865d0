package io.marquee.cli.feature;

import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The definition files on this machine. */
final class DefinitionFolder {

    private static final String USUAL = "config/features";

    private DefinitionFolder() {}

    /** The folder that was named, or the project's own. */
    static Path locate(Session session, @Nullable Path named) {
        return named != null
                ? session.absolute(named)
                : Path.of(session.environment().getOrDefault("MARQUEE_HOME", "."), USUAL);
    }

    /**
     * The texts of the definition files by name.
     *
     * @throws CommandFailedException when there are none
     */
    static Map<String, String> read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailedException(
                    "there is no folder " + folder + "; say where the definitions are: --folder");
        }
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> definitions =
                    all.filter(file -> file.toString().endsWith(".yaml")).toList();
            for (Path file : definitions) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        if (files.isEmpty()) {
            throw new CommandFailedException("there are no .yaml files in " + folder);
        }
        return files;
    }
}
