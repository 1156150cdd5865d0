package io.marquee.localstack.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a short command printed, and how it ended.
 *
 * @param exitCode 127 when there is no such command
 */
public record CommandOutput(int exitCode, String text) {

    private static final int NOT_FOUND = 127;
    private static final long LIMIT_SECONDS = 60;

    public boolean succeeded() {
        return exitCode == 0;
    }

    public static CommandOutput of(String... command) {
        return of(List.of(command), Path.of("."), "");
    }

    /** Runs a command in a folder and feeds it the input; must be short on both sides. */
    public static CommandOutput of(List<String> command, Path folder, String input) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(input.isEmpty() ? ProcessBuilder.Redirect.from(new File("/dev/null")) : PIPE)
                    .start();
            if (!input.isEmpty()) {
                try (var stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        String.join(" ", command) + " did not end within " + LIMIT_SECONDS + " s");
            }
            return new CommandOutput(process.exitValue(), text);
        } catch (IOException notFound) {
            return new CommandOutput(NOT_FOUND, String.valueOf(notFound.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command.getFirst(), e);
        }
    }

    private static final ProcessBuilder.Redirect PIPE = ProcessBuilder.Redirect.PIPE;
}
