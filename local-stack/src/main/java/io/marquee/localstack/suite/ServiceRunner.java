package io.marquee.localstack.suite;

import io.marquee.localstack.embedded.StackFolder;
import io.marquee.localstack.process.BackgroundProcess;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.process.Orphans;
import io.marquee.localstack.process.PidFile;
import io.marquee.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs one packaged service as a background process. */
final class ServiceRunner {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int TAIL_LINES = 20;

    private final Service service;
    private final SuiteSettings settings;
    private final StackFolder folder;
    private final ServiceProbe probe;
    private final PidFile pidFile;
    private volatile long logBegin;

    ServiceRunner(Service service, SuiteSettings settings, StackFolder folder, ServiceProbe probe) {
        this.service = service;
        this.settings = settings;
        this.folder = folder;
        this.probe = probe;
        this.pidFile = folder.pidFile(service.label());
    }

    PidFile pidFile() {
        return pidFile;
    }

    Optional<ProcessIdentity> process() {
        return pidFile.running();
    }

    /**
     * Starts the service unless it runs already from the same package with the same wiring; returns at once.
     *
     * @param wiring the variables that say where its neighbours are; all that people have set is handed on as well
     * @return whether a process was started
     */
    boolean launch(int port, Map<String, String> wiring) {
        List<String> command = command();
        String recipe = recipe(command, wiring);
        if (process().isPresent() && recipe.equals(lastRecipe())) {
            return false;
        }
        stop();
        folder.rememberPort(service.label(), port);
        logBegin = folder.logLength(service.label());
        Path work = FileTree.create(folder.data(service.label()));
        Map<String, String> environment = new HashMap<>(settings.environment());
        // Fewer memory pools for the native libraries' threads; each pool keeps what was freed in it.
        environment.putIfAbsent("MALLOC_ARENA_MAX", "2");
        environment.putAll(wiring);
        ProcessIdentity process = BackgroundProcess.launch(command, work, environment, folder.log(service.label()));
        pidFile.write(process);
        remember(recipe);
        return true;
    }

    /** Waits until the service can be used as far as it depends on the service alone. */
    void awaitUp(int port) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!probe.answers(port, service.upPath())) {
            if (process().isEmpty()) {
                throw failure("ended while it started");
            }
            if (System.nanoTime() > deadline) {
                throw failure("did not answer " + service.upPath() + " within " + START_LIMIT.toSeconds() + " s");
            }
            BackgroundProcess.sleep(POLL);
        }
    }

    boolean ready(int port) {
        return probe.answers(port, "/ready");
    }

    /** Whether there was anything to stop. */
    boolean stop() {
        List<ProcessIdentity> processes = new ArrayList<>(process().stream().toList());
        Orphans.with(marks()).stream()
                .filter(process -> !processes.contains(process))
                .forEach(processes::add);
        processes.forEach(process -> BackgroundProcess.stop(process, "TERM", STOP_GRACE));
        pidFile.delete();
        return !processes.isEmpty();
    }

    void kill() {
        process().ifPresent(BackgroundProcess::kill);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(service.javaOptions());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                // Laptops have other things to do with their memory: small headers, and free heap goes back.
                "-XX:+UseCompactObjectHeaders",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=25",
                "-XX:TrimNativeHeapInterval=10000",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        command.addAll(marks());
        command.addAll(List.of("-jar", settings.jar(service).toString()));
        return command;
    }

    /** By these options the process is recognised among all processes of the machine. */
    private List<String> marks() {
        return List.of("-Dmarquee.service=" + service.label(), "-Dmarquee.state=" + folder.root());
    }

    /** All that makes a running process the one that would be started now; a new build is something else. */
    private String recipe(List<String> command, Map<String, String> wiring) {
        try {
            return command + "\n" + new TreeMap<>(wiring) + "\n" + Files.getLastModifiedTime(settings.jar(service))
                    + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + settings.jar(service), e);
        }
    }

    private Path recipeFile() {
        return folder.run().resolve(service.label() + ".recipe");
    }

    private String lastRecipe() {
        try {
            return Files.exists(recipeFile()) ? Files.readString(recipeFile()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + recipeFile(), e);
        }
    }

    private void remember(String recipe) {
        try {
            Files.writeString(recipeFile(), recipe);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + recipeFile(), e);
        }
    }

    private SuiteException failure(String what) {
        return new SuiteException(service.label() + " " + what + "; the end of " + folder.log(service.label()) + ":\n"
                + folder.logEnd(service.label(), logBegin, TAIL_LINES).indent(2).stripTrailing()
                + "\nAll of it: ./marquee logs " + service.label()
                + ". What has started runs on; ./marquee down stops it.");
    }
}
