package io.marquee.localstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The command line of a running process. */
final class CommandLine {

    private CommandLine() {}

    static String of(long pid) {
        try {
            Path file = Path.of("/proc", Long.toString(pid), "cmdline");
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException noProc) {
            return CommandOutput.of("ps", "-ww", "-o", "args=", "-p", Long.toString(pid))
                    .text()
                    .strip();
        }
    }
}
