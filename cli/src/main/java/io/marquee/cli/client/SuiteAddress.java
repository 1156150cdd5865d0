package io.marquee.cli.client;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Finds the services: where somebody said they are, or else where the suite of the state folder runs, which has written its
 * ports and process ids there.
 */
public final class SuiteAddress {

    /** A service that is called. */
    public enum Service {
        WORKHORSE("workhorse"),
        CONTROLTOWER("controltower");

        private final String label;

        Service(String label) {
            this.label = label;
        }

        /** The variable that says where it is, and the option without its dashes. */
        String variable() {
            return name() + "_URL";
        }
    }

    private final Map<String, String> environment;

    public SuiteAddress(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Where the service answers.
     *
     * @param given what the command line says
     * @throws NotReachableException when nobody says it and no suite runs
     * @throws IllegalArgumentException when what was said is no HTTP address
     */
    public URI of(Service service, @Nullable String given) {
        if (given != null) {
            return parse("--" + service.label, given);
        }
        String variable = environment.getOrDefault(service.variable(), "");
        if (!variable.isBlank()) {
            return parse(service.variable(), variable);
        }
        Path run = state().resolve("run");
        int port = port(run.resolve("ports.properties"), service.label);
        if (port == 0 || !runs(run.resolve(service.label + ".pid"))) {
            throw new NotReachableException(
                    service.label + " does not run here: ./marquee up starts it. Or say where it is: --" + service.label
                            + " URL, or " + service.variable() + ".");
        }
        return URI.create("http://localhost:" + port);
    }

    private Path state() {
        String state = environment.getOrDefault("MARQUEE_STATE", "");
        return state.isBlank() ? Path.of(environment.getOrDefault("MARQUEE_HOME", "."), ".marquee") : Path.of(state);
    }

    private static URI parse(String name, String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            // Said below, as for every other text that is none.
        }
        throw new IllegalArgumentException(name + " must be an address such as http://localhost:5002, got: " + text);
    }

    private static int port(Path file, String service) {
        String port = read(file).getProperty(service, "");
        return port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
    }

    private static boolean runs(Path file) {
        String pid = read(file).getProperty("pid", "");
        return pid.matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(pid))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        return properties;
    }
}
