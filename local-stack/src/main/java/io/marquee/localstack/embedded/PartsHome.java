package io.marquee.localstack.embedded;

import io.marquee.localstack.PartStartException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder {@code local-stack/target/parts}: the class path of the Kafka and S3 JVMs, put there by the build, and
 * the unpacked binaries of PostgreSQL and Redis, put there on first use. Another folder can be given by the system
 * property {@code marquee.parts}.
 *
 * @param ownCode the classes or the jar of this module
 */
record PartsHome(Path folder, Path ownCode) {

    private static final String INDEX = "classpath";

    static PartsHome locate() {
        Path ownCode = findOwnCode();
        String given = System.getProperty("marquee.parts", "");
        List<Path> candidates =
                given.isBlank() ? candidates(ownCode) : List.of(Path.of(given).toAbsolutePath());
        return candidates.stream()
                .filter(folder -> Files.exists(folder.resolve(INDEX)))
                .findFirst()
                .map(folder -> new PartsHome(folder, ownCode))
                .orElseThrow(() -> new PartStartException("the libraries of the local parts are in none of "
                        + candidates + ": build the module local-stack (./mvnw -pl local-stack -am package)"
                        + " or name their folder by -Dmarquee.parts=…"));
    }

    /** Next to our own code, as in its module; else in the module as seen from wherever the code was copied to. */
    private static List<Path> candidates(Path ownCode) {
        List<Path> candidates = new ArrayList<>();
        candidates.add(ownCode.resolveSibling("parts"));
        for (Path start : List.of(ownCode, Path.of("").toAbsolutePath())) {
            for (Path above = start.getParent(); above != null; above = above.getParent()) {
                candidates.add(above.resolve("local-stack/target/parts"));
            }
        }
        return candidates;
    }

    /** The class path for a JVM of a part. */
    String classPath() {
        Path index = folder.resolve(INDEX);
        try {
            return Stream.concat(
                            Arrays.stream(Files.readString(index).strip().split(":"))
                                    .map(folder::resolve),
                            Stream.of(ownCode))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + index, e);
        }
    }

    private static Path findOwnCode() {
        String name = PartsHome.class.getSimpleName() + ".class";
        URL url = Objects.requireNonNull(PartsHome.class.getResource(name), name);
        String text = url.toString();
        String entry = PartsHome.class.getName().replace('.', '/') + ".class";
        if (text.startsWith("jar:")) {
            return Path.of(URI.create(text.substring("jar:".length(), text.indexOf("!/"))));
        }
        if (text.startsWith("file:") && text.endsWith(entry)) {
            return Path.of(URI.create(text.substring(0, text.length() - entry.length())));
        }
        throw new PartStartException(
                "cannot tell which folder " + text + " is in: name the folder of the parts by" + " -Dmarquee.parts=…");
    }
}
