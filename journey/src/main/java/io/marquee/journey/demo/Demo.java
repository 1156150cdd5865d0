package io.marquee.journey.demo;

import io.marquee.cli.client.CallFailedException;
import io.marquee.journey.client.SuiteClient;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.suite.Service;
import io.marquee.localstack.suite.Suite;
import io.marquee.localstack.suite.SuiteException;
import io.marquee.localstack.suite.SuiteProgress;
import io.marquee.localstack.suite.SuiteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Entry point of {@code ./marquee demo}: brings the suite up, runs the job, says what to do next. */
public final class Demo {

    private final Suite suite;
    private final Terminal terminal;
    private final Path state;

    private Demo(Suite suite, Terminal terminal, Path state) {
        this.suite = suite;
        this.terminal = terminal;
        this.state = state;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Terminal terminal = Terminal.system();
        DemoOptions options;
        try {
            options = DemoOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            terminal.failure(e.getMessage());
            System.exit(2);
            return;
        }
        SuiteSettings settings = SuiteSettings.fromEnvironment().with(DemoRun.SETTINGS);
        System.exit(new Demo(new Suite(settings), terminal, settings.state()).run(options) ? 0 : 1);
    }

    private boolean run(DemoOptions options) throws InterruptedException {
        try {
            Optional<Path> data = checked(options.data());
            terminal.title("Marquee demo on " + data.map(Path::toString).orElse("the sample that ships with it"));
            startFromNothing();
            suite.up(new Progress());
            DemoReport report = new DemoRun(client(), terminal, state.resolve("scenario")).run(data);
            terminal.title("What was done");
            report.print(terminal);
            printMemory();
            if (!options.exit()) {
                printNextCommands();
            }
            return true;
        } catch (IOException | IllegalStateException | CallFailedException | SuiteException e) {
            terminal.failure(e.getMessage());
            if (!options.exit()) {
                terminal.line("    next: ./marquee status; ./marquee logs workhorse; ./marquee down");
            }
            return false;
        } finally {
            if (options.exit()) {
                suite.down(new Progress());
            }
        }
    }

    /**
     * Stops an earlier demo and forgets its data, so that counts and versions are those of this demo. A folder that no demo
     * has marked as its own is left alone.
     */
    private void startFromNothing() throws IOException {
        Path mark = state.resolve("demo.mark");
        if (Files.isDirectory(state) && !Files.exists(mark)) {
            throw new IOException("MARQUEE_STATE=" + state
                    + " holds data that is not a demo's, and a demo starts from nothing: name another folder");
        }
        suite.down(SuiteProgress.SILENT);
        FileTree.delete(state);
        Files.createDirectories(state);
        Files.writeString(mark, "made by ./marquee demo, which deletes this folder when it starts\n");
    }

    private static Optional<Path> checked(Optional<Path> data) throws IOException {
        if (data.isEmpty()) {
            return data;
        }
        Path folder = data.get().toAbsolutePath().normalize();
        for (String file : List.of("movies.csv", "ratings.csv")) {
            if (!Files.isReadable(folder.resolve(file))) {
                throw new IOException(
                        "--data " + folder + " is no MovieLens folder: " + file + " cannot be read there");
            }
        }
        return Optional.of(folder);
    }

    private SuiteClient client() {
        return new SuiteClient(
                suite.url(Service.WORKHORSE), suite.url(Service.CONTROLTOWER), suite.url(Service.NERVOUS));
    }

    private void printMemory() {
        long bytes =
                Arrays.stream(Service.values()).mapToLong(suite::residentBytes).sum();
        terminal.line("");
        terminal.line(
                String.format(Locale.ROOT, "  The three services use %,d MB of memory together.", bytes / 1_000_000));
    }

    private void printNextCommands() {
        terminal.line(String.format(
                Locale.ROOT,
                """

                  Everything keeps running. Next:
                    curl -s '%2$s/api/v1/users/1/recommendations?k=5'
                    curl -s '%3$s/api/v1/drift'
                    open %2$s/docs   %1$s/docs   %3$s/docs
                    ./marquee status
                    ./marquee down""",
                suite.url(Service.WORKHORSE),
                suite.url(Service.CONTROLTOWER),
                suite.url(Service.NERVOUS)));
    }

    private final class Progress implements SuiteProgress {

        @Override
        public synchronized void ready(String name, String address, Duration took, boolean alreadyRunning) {
            terminal.done(name, address + (alreadyRunning ? " (was running)" : ""), took.toMillis() / 1e3);
        }

        @Override
        public synchronized void stopped(String name, Duration took, boolean wasRunning) {
            if (wasRunning) {
                terminal.done(name, "stopped", took.toMillis() / 1e3);
            }
        }
    }
}
