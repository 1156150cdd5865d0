package io.marquee.localstack.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts processes in a session of their own, so that neither Ctrl-C nor the end of this JVM reaches them, and ends them. */
public final class BackgroundProcess {

    /** The birth of a process that was gone before anybody could look. */
    private static final String ENDED = "ended at once";

    private static final long LOG_LIMIT = 16L << 20;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final List<String> NEW_SESSION = newSession();

    private BackgroundProcess() {}

    /**
     * Starts a command that goes on when this JVM ends.
     *
     * @param log takes what the command prints; moved aside to {@code *.1} when it has grown beyond 16 MB
     */
    public static ProcessIdentity launch(List<String> command, Path folder, Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(log.getParent());
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            List<String> detached = new ArrayList<>(NEW_SESSION);
            detached.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(detached)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            // Each wrapper replaces itself by the command, so this pid is the command's own.
            return ProcessIdentity.of(process.pid()).orElseGet(() -> new ProcessIdentity(process.pid(), ENDED));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    /** Starts a command whose standard input ends when this JVM ends, however it ends. */
    public static void watch(List<String> command) {
        List<String> detached = new ArrayList<>(NEW_SESSION);
        detached.addAll(command);
        try {
            new ProcessBuilder(detached)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    /**
     * Asks the process to end and, if it has not within the grace, ends it.
     *
     * @param signal the name of the asking signal, such as {@code TERM}
     */
    public static void stop(ProcessIdentity process, String signal, Duration grace) {
        signal(process, signal);
        if (!awaitEnd(process, grace)) {
            kill(process);
        }
    }

    /** Ends the process without notice and waits until it is gone. */
    public static void kill(ProcessIdentity process) {
        process.handle().ifPresent(ProcessHandle::destroyForcibly);
        awaitEnd(process, Duration.ofSeconds(10));
    }

    /** Whether the process was gone before the time was over. */
    public static boolean awaitEnd(ProcessIdentity process, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (process.alive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            sleep(POLL);
        }
        return true;
    }

    public static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", e);
        }
    }

    private static void signal(ProcessIdentity process, String signal) {
        if (!process.alive()) {
            return;
        }
        if (signal.equals("TERM")) {
            process.handle().ifPresent(ProcessHandle::destroy);
            return;
        }
        CommandOutput.of("sh", "-c", "kill -" + signal + " " + process.pid());
    }

    private static List<String> newSession() {
        if (CommandOutput.of("sh", "-c", "command -v setsid").succeeded()) {
            return List.of("setsid");
        }
        // macOS has no setsid command, but every macOS has perl.
        if (CommandOutput.of("sh", "-c", "command -v perl").succeeded()) {
            return List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or die $!", "--");
        }
        return List.of("nohup");
    }
}
