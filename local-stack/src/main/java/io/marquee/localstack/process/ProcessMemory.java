package io.marquee.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory processes take. */
public final class ProcessMemory {

    private static final long KIB = 1024;

    private ProcessMemory() {}

    /** Bytes of physical memory the process holds, pages it shares with others included; 0 once it is gone. */
    public static long resident(ProcessIdentity process) {
        return process.alive() ? resident(process.pid()) : 0;
    }

    /**
     * Bytes of physical memory the process and all it started hold, where the system can tell with each shared page
     * counted once.
     */
    public static long residentTree(ProcessIdentity process) {
        return process.handle()
                .map(root -> {
                    long[] children =
                            root.descendants().mapToLong(ProcessHandle::pid).toArray();
                    if (children.length == 0) {
                        return resident(root.pid());
                    }
                    long sum = proportional(root.pid());
                    for (long child : children) {
                        sum += proportional(child);
                    }
                    return sum;
                })
                .orElse(0L);
    }

    private static long resident(long pid) {
        long kib = kibibytes(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
        if (kib > 0) {
            return kib * KIB;
        }
        String ps = CommandOutput.of("ps", "-o", "rss=", "-p", Long.toString(pid))
                .text()
                .strip();
        return ps.matches("\\d+") ? Long.parseLong(ps) * KIB : 0;
    }

    private static long proportional(long pid) {
        long kib = kibibytes(Path.of("/proc", Long.toString(pid), "smaps_rollup"), "Pss:");
        return kib > 0 ? kib * KIB : resident(pid);
    }

    private static long kibibytes(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinuxOrGone) {
            return 0;
        }
    }
}
