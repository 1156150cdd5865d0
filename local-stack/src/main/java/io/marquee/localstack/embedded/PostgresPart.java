package io.marquee.localstack.embedded;

import io.marquee.localstack.Connection;
import io.marquee.localstack.Part;
import io.marquee.localstack.PartStartException;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL 18, listening on the loopback address only, without a Unix socket. */
final class PostgresPart implements EmbeddedPart {

    private static final String MAJOR_VERSION = "18";

    private final StackFolder folder;
    private final Durability durability;
    private final Path data;

    PostgresPart(StackFolder folder, Durability durability) {
        this.folder = folder;
        this.durability = durability;
        this.data = folder.data("postgres");
    }

    @Override
    public Part part() {
        return Part.POSTGRES;
    }

    @Override
    public Path workingFolder() {
        return data;
    }

    @Override
    public List<String> marks() {
        return List.of("postgres", "-D " + data + " ");
    }

    @Override
    public List<String> prepare(int port) {
        PostgresBinaries binaries = PostgresBinaries.install(PartsHome.locate(), OrdinaryUser.find());
        checkVersion();
        if (Files.exists(data.resolve("PG_VERSION"))) {
            binaries.user().own(data);
            clearLockFile();
        } else {
            FileTree.delete(data);
            FileTree.create(folder.root().resolve("data"));
            binaries.createData(data);
        }
        return binaries.program("postgres", arguments(port));
    }

    /** SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    /** After a kill -9 the children of the dead server need a moment to notice. */
    @Override
    public boolean worthAnotherTry(String logTail) {
        return logTail.contains("pre-existing shared memory block");
    }

    private List<String> arguments(int port) {
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=" + Connection.HOST,
                "unix_socket_directories=",
                "max_connections=100",
                "max_wal_size=512MB",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                "max_prepared_transactions=20"));
        if (durability == Durability.UNTIL_CLOSED) {
            // Outlives a killed process, not a power failure; tests need no more and run faster. Commits stay
            // synchronous: what waits in the server's own buffers would not even outlive the process.
            settings.addAll(List.of("fsync=off", "full_page_writes=off"));
        }
        settings.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        return arguments;
    }

    private void checkVersion() {
        Path file = data.resolve("PG_VERSION");
        try {
            if (Files.exists(file) && !Files.readString(file).strip().equals(MAJOR_VERSION)) {
                throw new PartStartException(data + " is of PostgreSQL "
                        + Files.readString(file).strip() + ", but the binaries are of " + MAJOR_VERSION
                        + ": move that folder away");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * PostgreSQL itself deals with a lock file whose process is gone, but gives up when that pid is somebody else's by
     * now. A server of ours it cannot be: those were stopped before.
     */
    private void clearLockFile() {
        Path lockFile = data.resolve("postmaster.pid");
        if (lockHolder(lockFile).isEmpty()) {
            return;
        }
        try {
            Files.delete(lockFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + lockFile, e);
        }
    }

    private static Optional<ProcessIdentity> lockHolder(Path lockFile) {
        try {
            if (!Files.exists(lockFile)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(lockFile);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessIdentity.of(Long.parseLong(lines.getFirst().strip()));
        } catch (NumberFormatException torn) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + lockFile, e);
        }
    }
}
