package io.marquee.localstack.embedded;

import io.marquee.localstack.process.FolderLock;
import io.marquee.localstack.process.PidFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Where a stack keeps what it knows: {@code run} (who runs, on which port), {@code logs}, {@code data}. */
public record StackFolder(Path root) {

    private static final Pattern STACK_FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ )");

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

    /** How long a log is now; what is written from here on belongs to the next start. */
    public long logLength(String name) {
        try {
            return Files.exists(log(name)) ? Files.size(log(name)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + log(name), e);
        }
    }

    /** The last lines since a position, for a message about what went wrong; stack frames are left out. */
    public String logEnd(String name, long since, int lines) {
        try {
            byte[] bytes = Files.exists(log(name)) ? Files.readAllBytes(log(name)) : new byte[0];
            // A log that was moved aside meanwhile begins anew.
            int begin = since > bytes.length ? 0 : (int) since;
            List<String> all = new String(bytes, begin, bytes.length - begin, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !STACK_FRAME.matcher(line).find())
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(the log " + log(name) + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private Path portFile(String name) {
        return run().resolve(name + ".port");
    }
}
