package io.marquee.localstack.embedded;

import io.marquee.localstack.Connection;
import io.marquee.localstack.PartStartException;
import io.marquee.localstack.process.CommandOutput;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.process.FolderLock;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs and a freshly initialised data folder to copy from. Both are made once for each release of the
 * binaries and shared by every stack: unpacking and {@code initdb} take seconds, a copy takes a fraction of one.
 */
record PostgresBinaries(Path folder, OrdinaryUser user) {

    /** Part of the name of the template: raise it when what {@link #initialise} makes changes. */
    private static final String TEMPLATE = "template-1";

    private static final int ANY_EXECUTE = 0111;

    static PostgresBinaries install(PartsHome home, OrdinaryUser user) {
        Platform platform = Platform.current();
        URL archive = PostgresBinaries.class.getResource("/" + platform.postgresArchive());
        if (archive == null) {
            throw new PartStartException("no PostgreSQL binaries for this machine on the class path ("
                    + platform.postgresArchive() + "): build local-stack with -Dpostgres.platform=… for it, or run the"
                    + " parts as containers with -Dstack=containers");
        }
        Path folder = home.folder().resolve("postgres-" + size(archive));
        new FolderLock(home.folder().resolve("postgres.lock")).holding(() -> {
            if (!Files.isDirectory(folder)) {
                Path draft = home.folder().resolve("postgres.new");
                FileTree.delete(draft);
                unpack(archive, draft);
                FileTree.publish(draft, folder);
            }
        });
        return new PostgresBinaries(folder, user);
    }

    /** The command line of one of the programs. */
    List<String> program(String name, List<String> arguments) {
        return user.command(
                Stream.concat(Stream.of(folder.resolve("bin").resolve(name).toString()), arguments.stream())
                        .toList());
    }

    /** Makes the data folder with the suite's role and database; all of it or, after a crash, nothing. */
    void createData(Path data) {
        Path draft = data.resolveSibling(data.getFileName() + ".new");
        FileTree.delete(draft);
        FileTree.copy(template(), draft);
        user.own(draft);
        FileTree.publish(draft, data);
    }

    private Path template() {
        Path template = folder.resolve(TEMPLATE);
        new FolderLock(folder.resolve("template.lock")).holding(() -> {
            if (!Files.isDirectory(template)) {
                Path draft = folder.resolve("template.new");
                FileTree.delete(draft);
                initialise(draft);
                FileTree.publish(draft, template);
            }
        });
        return template;
    }

    private void initialise(Path data) {
        FileTree.create(data);
        user.own(data);
        Path password = folder.resolve("superuser-password");
        try {
            Files.writeString(password, Connection.POSTGRES_PASSWORD + "\n");
            // The built-in provider sorts the same on every platform and needs no locale of the machine.
            run(
                    program(
                            "initdb",
                            List.of(
                                    "--pgdata=" + data,
                                    "--username=postgres",
                                    "--encoding=UTF8",
                                    "--locale-provider=builtin",
                                    "--locale=C.UTF-8",
                                    "--auth=scram-sha-256",
                                    "--pwfile=" + password,
                                    "--no-sync")),
                    "");
            Files.delete(password);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + password, e);
        }
        run(
                program("postgres", List.of("--single", "-D", data.toString(), "-F", "postgres")),
                "CREATE ROLE %s LOGIN PASSWORD '%s'\nCREATE DATABASE %s OWNER %s\n"
                        .formatted(
                                Connection.POSTGRES_USER,
                                Connection.POSTGRES_PASSWORD,
                                Connection.POSTGRES_DB,
                                Connection.POSTGRES_USER));
    }

    private void run(List<String> command, String input) {
        CommandOutput output = CommandOutput.of(command, folder, input);
        if (!output.succeeded() || output.text().contains("ERROR:")) {
            throw new PartStartException("PostgreSQL could not be set up by " + String.join(" ", command) + "\n"
                    + output.text().strip());
        }
    }

    private static long size(URL archive) {
        try {
            return archive.openConnection().getContentLengthLong();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + archive, e);
        }
    }

    private static void unpack(URL archive, Path target) {
        try (InputStream in = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("entry \"" + entry.getName() + "\" leads out of the archive");
                }
                unpack(tar, entry, path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + archive, e);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        if ((entry.getMode() & ANY_EXECUTE) != 0) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
            permissions.addAll(Set.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
            Files.setPosixFilePermissions(path, permissions);
        }
    }
}
