package io.marquee.localstack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** One backing service of the suite, with the port it has when nobody asks for another one. */
public enum Part {
    POSTGRES(5432),
    REDIS(6379),
    KAFKA(9092),
    S3(9000);

    private final int defaultPort;

    Part(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    /** The name in file names, tables and configuration: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int defaultPort() {
        return defaultPort;
    }

    /** The environment variable that gives this part another port. */
    public String portVariable() {
        return name() + "_PORT";
    }

    /**
     * Reads a list such as {@code postgres,redis}.
     *
     * @throws IllegalArgumentException when a name is unknown or the list is empty
     */
    public static Set<Part> parse(String list) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String name : list.split(",")) {
            if (!name.isBlank()) {
                parts.add(named(name.strip()));
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("no parts in \"" + list + "\": expected some of " + labels());
        }
        return parts;
    }

    private static Part named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.label().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("unknown part \"" + name + "\": expected some of " + labels()));
    }

    private static String labels() {
        return Arrays.stream(values()).map(Part::label).collect(Collectors.joining(", "));
    }
}
