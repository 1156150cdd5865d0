package io.marquee.journey.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A reference made of the system's own tools. */
public final class ShellReference {

    /**
     * What the command printed and how long it took.
     *
     * @param seconds of wall time, the shell's start included
     */
    public record Result(String output, double seconds) {}

    private ShellReference() {}

    /**
     * Runs {@code sh -c command} with the arguments as {@code $1}, {@code $2} …
     *
     * @throws IOException when it ends with another code than 0, with what it said
     */
    public static Result run(Path folder, String command, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("sh", "-c", command, "sh"));
        line.addAll(List.of(arguments));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (code != 0) {
            throw new IOException("'" + command + "' ended with " + code + ": " + output.strip());
        }
        return new Result(output.strip(), seconds);
    }
}
