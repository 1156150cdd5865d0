package io.marquee.localstack.suite;

import io.marquee.localstack.Part;
import io.marquee.localstack.process.PortHolder;
import io.marquee.localstack.process.Ports;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Predicate;

/**
 * The port of every part and service. A port comes from its own variable, or, with {@code MARQUEE_PORTS=random}, from
 * the last time or else from what is free, or is the default one. The plan is remembered in a file, so that later
 * commands look for the suite where it runs.
 */
final class PortPlan {

    private static final int MAX_PORT = 65_535;

    /** What needs a port: name, variable, default. */
    private record Need(String name, String variable, int defaultPort) {}

    private static final List<Need> NEEDS = needs();

    private final Map<String, Integer> ports;

    private PortPlan(Map<String, Integer> ports) {
        this.ports = ports;
    }

    /**
     * The plan for a start.
     *
     * @param environment the variables people have set
     * @param runs whether the part or service of that name runs already and is ours
     */
    static PortPlan of(Map<String, String> environment, Path file, Predicate<String> runs) {
        boolean random = environment.getOrDefault("MARQUEE_PORTS", "").equals("random");
        Map<String, Integer> last = random ? read(file) : Map.of();
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (Need need : NEEDS) {
            String given = environment.getOrDefault(need.variable(), "");
            int fallback = need.defaultPort();
            if (random) {
                int known = last.getOrDefault(need.name(), 0);
                fallback = known != 0 && (runs.test(need.name()) || Ports.free(known)) ? known : 0;
            }
            ports.put(need.name(), given.isBlank() ? fallback : parse(need.variable(), given));
        }
        ports.replaceAll((name, port) -> port == 0 ? fresh(ports) : port);
        refuseDoubles(ports);
        return new PortPlan(ports);
    }

    /** The plan of the last start, or else the one a start would make. */
    static PortPlan current(Map<String, String> environment, Path file, Predicate<String> runs) {
        Map<String, Integer> last = read(file);
        return last.keySet().containsAll(NEEDS.stream().map(Need::name).toList())
                ? new PortPlan(last)
                : of(environment, file, runs);
    }

    int port(String name) {
        return Objects.requireNonNull(ports.get(name), name);
    }

    /**
     * Refuses a start as long as somebody else listens where the suite wants to.
     *
     * @param runs whether the part or service of that name runs already and is ours, which is no obstacle
     */
    void refuseTaken(Predicate<String> runs) {
        List<String> problems = new ArrayList<>();
        for (Need need : NEEDS) {
            int port = port(need.name());
            if (!runs.test(need.name()) && !Ports.free(port)) {
                String holder = PortHolder.of(port)
                        .map(PortHolder::toString)
                        .orElse("a process that only its owner may look at");
                problems.add("port %d for %s is taken by %s; %s=… chooses another port"
                        .formatted(port, need.name(), holder, need.variable()));
            }
        }
        if (!problems.isEmpty()) {
            throw new SuiteException("Nothing was started:\n  " + String.join("\n  ", problems)
                    + "\nStop what holds it, choose another port, or let free ports be picked: MARQUEE_PORTS=random");
        }
    }

    void save(Path file) {
        Properties properties = new Properties();
        ports.forEach((name, port) -> properties.setProperty(name, Integer.toString(port)));
        try {
            Files.createDirectories(file.getParent());
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static Map<String, Integer> read(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (Need need : NEEDS) {
            String value = properties.getProperty(need.name(), "");
            if (value.matches("\\d{1,5}")) {
                ports.put(need.name(), Integer.parseInt(value));
            }
        }
        return ports;
    }

    private static int parse(String variable, String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_PORT) {
            throw new SuiteException(variable + "=\"" + text + "\" is not a port: expected a number in 1..65535");
        }
        return Integer.parseInt(text);
    }

    private static int fresh(Map<String, Integer> taken) {
        int port = Ports.random();
        return taken.containsValue(port) ? fresh(taken) : port;
    }

    private static void refuseDoubles(Map<String, Integer> ports) {
        Map<Integer, String> names = new LinkedHashMap<>();
        ports.forEach((name, port) -> {
            String other = names.put(port, name);
            if (other != null) {
                throw new SuiteException("port " + port + " is asked for by " + other + " and by " + name);
            }
        });
    }

    private static List<Need> needs() {
        List<Need> needs = new ArrayList<>();
        for (Part part : Part.values()) {
            needs.add(new Need(part.label(), part.portVariable(), part.defaultPort()));
        }
        for (Service service : Service.values()) {
            needs.add(new Need(service.label(), service.portVariable(), service.defaultPort()));
        }
        return List.copyOf(needs);
    }
}
