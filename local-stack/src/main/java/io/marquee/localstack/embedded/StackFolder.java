package io.marquee.localstack.embedded;

import io.marquee.localstack.process.FolderLock;
import io.marquee.localstack.process.PidFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Where a stack keeps what it knows: {@code run} (who runs, on which port), {@code logs}, {@code data}. */
public record StackFolder(Path root) {

    public StackFolder {
        root = root.toAbsolutePath().normalize();
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path data(String name) {
        return root.resolve("data").resolve(name);
    }

    public Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    public PidFile pidFile(String name) {
        return new PidFile(run().resolve(name + ".pid"));
    }

    /** Held by whoever starts or stops something in this folder. */
    public FolderLock lock() {
        return new FolderLock(run().resolve("stack.lock"));
    }

    /** The port that was used last; empty when there was none or the file says nothing usable. */
    public OptionalInt port(String name) {
        try {
            return OptionalInt.of(
                    Integer.parseInt(Files.readString(portFile(name)).strip()));
        } catch (NoSuchFileException | NumberFormatException unknown) {
            return OptionalInt.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + portFile(name), e);
        }
    }

    public void rememberPort(String name, int port) {
        try {
            Files.createDirectories(run());
            Files.writeString(portFile(name), port + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + portFile(name), e);
        }
    }

    /** The last lines of a log, for a message about what went wrong. */
    public String logTail(String name, int lines) {
        try {
            List<String> all = Files.exists(log(name)) ? Files.readAllLines(log(name)) : List.of();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(the log " + log(name) + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private Path portFile(String name) {
        return run().resolve(name + ".port");
    }
}
