package io.marquee.localstack.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The process that listens on a TCP port.
 *
 * @param command its command line, cut to a readable length
 */
public record PortHolder(long pid, String command) {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTEN = "0A";
    private static final int HEAD = 50;
    private static final int TAIL = 60;

    /** Who listens on the port; empty when nobody does, or when the process is not ours to look at. */
    public static Optional<PortHolder> of(int port) {
        Optional<PortHolder> found = Files.isReadable(PROC.resolve("net/tcp")) ? fromProc(port) : Optional.empty();
        return found.or(() -> fromLsof(port));
    }

    @Override
    public String toString() {
        return command + " (pid " + pid + ")";
    }

    private static Optional<PortHolder> fromProc(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            sockets.addAll(listeningSockets(PROC.resolve(table), port));
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> holdsOneOf(PROC.resolve(pid + "/fd"), sockets))
                // A child that inherited the socket is not the one to ask.
                .min(Long::compare)
                .map(pid -> new PortHolder(pid, commandOf(pid)));
    }

    private static Set<String> listeningSockets(Path table, int port) {
        String suffix = ":%04X".formatted(port);
        Set<String> sockets = new HashSet<>();
        try {
            for (String line : Files.readAllLines(table)) {
                String[] fields = line.strip().split("\\s+");
                if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTEN)) {
                    sockets.add("socket:[" + fields[9] + "]");
                }
            }
        } catch (IOException unreadable) {
            // Without that table (IPv6 switched off, say) nothing is known from it; lsof is asked next.
            return Set.of();
        }
        return sockets;
    }

    private static boolean holdsOneOf(Path descriptors, Set<String> sockets) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
            for (Path file : files) {
                if (sockets.contains(linkTarget(file))) {
                    return true;
                }
            }
            return false;
        } catch (IOException notOurs) {
            // Another user's process, or one that just ended.
            return false;
        }
    }

    private static String linkTarget(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static Optional<PortHolder> fromLsof(int port) {
        CommandOutput lsof = CommandOutput.of("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fp");
        return lsof.text()
                .lines()
                .filter(line -> line.matches("p\\d+"))
                .map(line -> Long.parseLong(line.substring(1)))
                .findFirst()
                .map(pid -> new PortHolder(pid, commandOf(pid)));
    }

    /** The beginning names the program, the end of a long Java command its main class. */
    private static String commandOf(long pid) {
        String command = CommandLine.of(pid);
        return command.length() <= HEAD + TAIL
                ? command
                : command.substring(0, HEAD) + " … " + command.substring(command.length() - TAIL);
    }
}
