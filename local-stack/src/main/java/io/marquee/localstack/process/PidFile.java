package io.marquee.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Remembers in a file which process was started, so that a later JVM finds exactly that one and no other. */
public final class PidFile {

    private final Path path;

    public PidFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /** Writes the whole file or nothing: a reader never sees half of it. */
    public void write(ProcessIdentity process) {
        try {
            Files.createDirectories(path.getParent());
            Path draft = path.resolveSibling(path.getFileName() + ".tmp");
            Files.writeString(draft, "pid=" + process.pid() + "\nborn=" + process.born() + "\n");
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    /** What was written last, whether or not that process still runs; empty also when the file is not readable as one. */
    public Optional<ProcessIdentity> read() {
        try {
            Map<String, String> values = Files.readAllLines(path).stream()
                    .filter(line -> line.contains("="))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1),
                            (first, second) -> second));
            return Optional.of(new ProcessIdentity(
                    Long.parseLong(values.getOrDefault("pid", "")), values.getOrDefault("born", "")));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException torn) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** The process, if it still runs. */
    public Optional<ProcessIdentity> running() {
        return read().filter(ProcessIdentity::alive);
    }

    public boolean exists() {
        return Files.exists(path);
    }

    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }
}
