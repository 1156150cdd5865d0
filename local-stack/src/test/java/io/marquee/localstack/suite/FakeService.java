package io.marquee.localstack.suite;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Stands where a packaged service stands: answers {@code /health} and {@code /ready} and tells its environment under {@code /env}. */
public final class FakeService {

    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        if (System.getenv().containsKey("FAKE_FAILURE")) {
            System.err.println("ERROR fake failure: " + System.getenv("FAKE_FAILURE"));
            System.exit(3);
        }
        int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        answer(server, "/health", "alive");
        answer(server, "/ready", "ready");
        answer(server, "/env", new TreeMap<>(System.getenv()).toString());
        server.start();
        System.out.println("listening on " + port);
    }

    /** Lays out a project folder with three packages of it. */
    static void packageAll(Path home) {
        for (Service service : Service.values()) {
            packageOne(home.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar"));
        }
    }

    private static void packageOne(Path jar) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        try {
            Files.createDirectories(jar.getParent());
            try (OutputStream file = Files.newOutputStream(jar);
                    JarOutputStream out = new JarOutputStream(file, manifest);
                    var code = Objects.requireNonNull(FakeService.class.getResourceAsStream("/" + entry))) {
                out.putNextEntry(new JarEntry(entry));
                code.transferTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Variables with which nothing of this machine gets in the way. */
    static Map<String, String> environment() {
        return Map.of("MARQUEE_PORTS", "random");
    }

    private static void answer(HttpServer server, String path, String text) {
        server.createContext(path, exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
