package io.marquee.localstack.suite;

import io.marquee.localstack.Part;
import io.marquee.localstack.process.BackgroundProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The verbs {@code up}, {@code down}, {@code status} and {@code logs} of the {@code marquee} script. */
public final class SuiteMain {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int LINES_OF_ONE = 200;
    private static final int LINES_OF_EACH = 15;
    private static final Duration FOLLOW_INTERVAL = Duration.ofMillis(200);

    private final Suite suite;
    private final SuiteSettings settings;
    private final Screen screen;

    private SuiteMain(SuiteSettings settings, Screen screen) {
        this.suite = new Suite(settings);
        this.settings = settings;
        this.screen = screen;
    }

    public static void main(String[] arguments) {
        Screen screen = Screen.standard();
        try {
            System.exit(new SuiteMain(SuiteSettings.fromEnvironment(), screen).run(List.of(arguments)));
        } catch (SuiteException failure) {
            System.err.println(screen.red("marquee: ") + failure.getMessage());
            System.exit(FAILED);
        }
    }

    private int run(List<String> arguments) {
        String verb = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.stream().skip(1).toList();
        return switch (verb) {
            case "up" -> up();
            case "down" -> down();
            case "status" -> status();
            case "logs" -> logs(rest);
            default -> {
                System.err.println("marquee: unknown verb \"" + verb + "\": expected up, down, status or logs");
                yield MISUSED;
            }
        };
    }

    private int up() {
        long begin = System.nanoTime();
        screen.line(screen.bold("Starting Marquee") + screen.dim("  data and logs in " + settings.state()));
        suite.up(screen);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        screen.line(screen.green("Up") + " in " + Screen.seconds(took) + ". Try");
        screen.line("  curl " + suite.url(Service.CONTROLTOWER) + "/ready");
        screen.line("  " + suite.url(Service.CONTROLTOWER) + "/docs   " + screen.dim("the prediction API"));
        screen.line("  ./marquee status   ./marquee logs   ./marquee down");
        explainWaiting();
        return 0;
    }

    /** A gateway without models would look like a fault to somebody who has just started it. */
    private void explainWaiting() {
        for (ProcessStatus row : suite.status()) {
            if (row.state() == ProcessStatus.State.NOT_READY) {
                String hint = row.failingChecks().contains("models")
                        ? ": the first training makes them, ./marquee demo shows how"
                        : "";
                screen.line(screen.yellow(row.name() + " " + waiting(row)) + hint);
            }
        }
    }

    private static String waiting(ProcessStatus row) {
        return row.failingChecks().isEmpty() ? "" : "waits for: " + String.join(", ", row.failingChecks());
    }

    private int down() {
        boolean any = suite.status().stream().anyMatch(row -> row.pid().isPresent());
        screen.line(any ? screen.bold("Stopping Marquee") : "Nothing is running.");
        suite.down(screen);
        return 0;
    }

    /** Exit code 0 when everything is ready, so that scripts can ask. */
    private int status() {
        List<ProcessStatus> rows = suite.status();
        screen.line(screen.bold(
                String.format("%-13s %-10s %6s %8s %8s %9s", "NAME", "STATE", "PORT", "PID", "MEMORY", "UPTIME")));
        for (ProcessStatus row : rows) {
            screen.line(String.format(
                            "%-13s %s %6d %8s %8s %9s  %s",
                            row.name(),
                            coloured(row.state()),
                            row.port(),
                            row.pid().map(String::valueOf).orElse("-"),
                            Screen.mebibytes(row.residentBytes()),
                            Screen.age(row.uptime()),
                            waiting(row))
                    .stripTrailing());
        }
        boolean dead = rows.stream().anyMatch(row -> row.state() == ProcessStatus.State.DEAD);
        if (dead) {
            screen.line("Something ended by itself: ./marquee logs tells why, ./marquee up starts it again.");
        }
        return rows.stream().allMatch(row -> row.state() == ProcessStatus.State.READY) ? 0 : FAILED;
    }

    private int logs(List<String> arguments) {
        boolean follow = arguments.contains("-f") || arguments.contains("--follow");
        List<String> names =
                arguments.stream().filter(word -> !word.startsWith("-")).toList();
        for (String name : names) {
            if (!names().contains(name)) {
                System.err.println(
                        "marquee: unknown service \"" + name + "\": expected one of " + String.join(", ", names()));
                return MISUSED;
            }
        }
        Map<String, Path> files = (names.isEmpty() ? names() : names)
                .stream()
                        .collect(Collectors.toMap(
                                name -> name, suite::log, (first, second) -> first, LinkedHashMap::new));
        LogView view = new LogView(files, System.out);
        try {
            int found = view.printEnds(files.size() == 1 ? LINES_OF_ONE : LINES_OF_EACH);
            if (found == 0 && !follow) {
                screen.line("No logs yet in " + suite.log("x").getParent() + ": ./marquee up starts the suite.");
            }
            while (follow) {
                BackgroundProcess.sleep(FOLLOW_INTERVAL);
                view.printAdditions();
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the logs", e);
        }
    }

    private static List<String> names() {
        return Stream.concat(
                        Arrays.stream(Service.values()).map(Service::label),
                        Arrays.stream(Part.values()).map(Part::label))
                .toList();
    }

    private String coloured(ProcessStatus.State state) {
        return switch (state) {
            case READY -> screen.green(String.format("%-10s", "ready"));
            case NOT_READY -> screen.yellow(String.format("%-10s", "not ready"));
            case DEAD -> screen.red(String.format("%-10s", "dead"));
            case STOPPED -> screen.dim(String.format("%-10s", "stopped"));
        };
    }
}
