package io.marquee.journey.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Entry point of {@code ./marquee bench}: lists the benchmarks or runs one. */
public final class Bench {

    private static final String USAGE = "usage: ./marquee bench [NAME [--scale SHARE]]";

    /** Every benchmark there is. */
    static final List<Benchmark> ALL = List.of(
            new ImdbLoadBenchmark(),
            new SnapshotRestoreBenchmark(),
            new PointInTimeJoinBenchmark(),
            new MaterializeBenchmark(),
            new StreamingFeaturesBenchmark(),
            new OnlineFeaturesBenchmark(),
            new TrackingBenchmark());

    /**
     * What was asked for.
     *
     * @param name of the benchmark; empty for the list of them
     */
    record Options(Optional<String> name, double scale) {

        /**
         * Reads the command line.
         *
         * @throws IllegalArgumentException naming the argument that is not understood
         */
        static Options parse(List<String> arguments) {
            Optional<String> name = Optional.empty();
            double scale = 1;
            Iterator<String> rest = arguments.iterator();
            while (rest.hasNext()) {
                String argument = rest.next();
                if (argument.equals("--scale")) {
                    scale = number(rest.hasNext() ? rest.next() : "");
                } else if (argument.startsWith("-") || name.isPresent()) {
                    throw new IllegalArgumentException("'" + argument + "' is not understood. " + USAGE);
                } else {
                    name = Optional.of(argument);
                }
            }
            return new Options(name, scale);
        }

        private static double number(String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--scale must be a number such as 0.1, got: '" + text + "'", e);
            }
        }
    }

    private Bench() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws InterruptedException {
        try {
            Options options = Options.parse(List.of(arguments));
            if (options.name().isEmpty()) {
                list();
                return 0;
            }
            measure(named(options.name().get()), options.scale());
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println("marquee: " + e.getMessage());
            return 2;
        } catch (IOException | RuntimeException e) {
            System.err.println("marquee: the benchmark failed: " + e);
            return 1;
        }
    }

    private static void measure(Benchmark benchmark, double scale) throws IOException, InterruptedException {
        Path home = Path.of(Objects.requireNonNullElse(System.getenv("MARQUEE_HOME"), "."))
                .toAbsolutePath()
                .normalize();
        Path folder = home.resolve(".marquee/bench").resolve(benchmark.name());
        Files.createDirectories(folder);
        long start = System.nanoTime();
        BenchmarkContext context = new BenchmarkContext(
                home,
                folder,
                scale,
                text -> System.out.println(
                        String.format(Locale.ROOT, "  %6.1f s  %s", (System.nanoTime() - start) / 1e9, text)));
        System.out.println(benchmark.run(context).render());
        System.out.println("  Data for another run is kept in " + folder + ".");
    }

    private static Benchmark named(String name) {
        return ALL.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no benchmark '" + name + "'; ./marquee bench lists them"));
    }

    private static void list() {
        int width = ALL.stream()
                .mapToInt(benchmark -> benchmark.name().length())
                .max()
                .orElse(0);
        System.out.println("Benchmarks: the work of the packaged services against a reference in the same run.\n");
        ALL.forEach(benchmark ->
                System.out.printf("  %-" + Math.max(1, width) + "s  %s%n", benchmark.name(), benchmark.summary()));
        System.out.println("\n" + USAGE);
    }
}
