package io.marquee.storage.azure;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Azurite, Microsoft's emulator of the blob storage, installed with npm into the module's own folder. */
final class Azurite implements AutoCloseable {

    static final String ACCOUNT = "devstoreaccount1";

    /** The emulator's own key, the same everywhere. */
    static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final String VERSION = "3.35.0";
    private static final Path HOME = Path.of("target", "azurite").toAbsolutePath();

    private final Process process;
    private final int port;

    private Azurite(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Why it cannot run here; empty when it can. */
    static Optional<String> whyNot() throws IOException, InterruptedException {
        try {
            Files.createDirectories(HOME);
            Path main = main();
            if (Files.exists(main)) {
                return Optional.empty();
            }
            Process install = new ProcessBuilder(
                            "npm",
                            "install",
                            "--no-audit",
                            "--no-fund",
                            "--prefix",
                            HOME.toString(),
                            "azurite@" + VERSION)
                    .redirectErrorStream(true)
                    .redirectOutput(HOME.resolve("install.log").toFile())
                    .start();
            boolean ended = install.waitFor(5, TimeUnit.MINUTES);
            install.destroyForcibly();
            return ended && install.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("Azurite cannot be installed, see " + HOME.resolve("install.log"));
        } catch (IOException e) {
            return Optional.of("Azurite needs npm: " + e.getMessage());
        }
    }

    static Azurite start() throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        "node",
                        main().toString(),
                        "--inMemoryPersistence",
                        "--blobHost",
                        "127.0.0.1",
                        "--blobPort",
                        Integer.toString(port),
                        "--skipApiVersionCheck",
                        "--disableTelemetry",
                        "--silent")
                .redirectErrorStream(true)
                .redirectOutput(HOME.resolve("azurite.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return new Azurite(process, port);
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new IOException("Azurite did not start: " + Files.readString(HOME.resolve("azurite.log")), e);
                }
                Thread.sleep(100);
            }
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + port + "/" + ACCOUNT;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Path main() {
        return HOME.resolve("node_modules/azurite/dist/src/blob/main.js");
    }
}
