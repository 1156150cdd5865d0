package io.marquee.journey.demo;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the demo was asked for.
 *
 * @param data a MovieLens folder; empty for the sample that ships with the project
 * @param exit whether to stop everything at the end
 */
record DemoOptions(Optional<Path> data, boolean exit) {

    static final String USAGE = "usage: ./marquee demo [--data DIR] [--exit]";

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException naming the argument that is not understood
     */
    static DemoOptions parse(List<String> arguments) {
        Optional<Path> data = Optional.empty();
        boolean exit = false;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--exit" -> exit = true;
                case "--data" -> {
                    if (!rest.hasNext()) {
                        throw new IllegalArgumentException("--data needs a folder. " + USAGE);
                    }
                    data = Optional.of(Path.of(rest.next()));
                }
                default -> throw new IllegalArgumentException("'" + argument + "' is not understood. " + USAGE);
            }
        }
        return new DemoOptions(data, exit);
    }
}
