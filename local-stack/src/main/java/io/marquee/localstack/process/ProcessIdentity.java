package io.marquee.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process of this machine, told apart from every other process that ever had or will have the same pid.
 *
 * @param born when it was born: on Linux the boot's id and the kernel's own tick count, which unlike the wall clock
 *     does not move; elsewhere epoch milliseconds
 */
public record ProcessIdentity(long pid, String born) {

    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");
    private static final int STATE = 0;
    private static final int START_TICKS = 19;

    public ProcessIdentity {
        if (pid < 1) {
            throw new IllegalArgumentException("pid " + pid + " is not positive");
        }
        if (born.isBlank()) {
            throw new IllegalArgumentException("birth of pid " + pid + " is blank");
        }
    }

    /** The process that has this pid now, unless there is none or it is only waiting to be reaped. */
    public static Optional<ProcessIdentity> of(long pid) {
        if (Files.isReadable(BOOT_ID)) {
            return ofLinux(pid);
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(start -> new ProcessIdentity(pid, Long.toString(start.toEpochMilli())));
    }

    /** This JVM. */
    public static ProcessIdentity current() {
        return of(ProcessHandle.current().pid()).orElseThrow();
    }

    /** Whether exactly this process still runs. */
    public boolean alive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** A handle on exactly this process, empty once it is gone. */
    public Optional<ProcessHandle> handle() {
        return alive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    /** Its command line with blanks between the arguments; empty once it is gone. */
    public String commandLine() {
        return handle().map(handle -> CommandLine.of(pid)).orElse("");
    }

    private static Optional<ProcessIdentity> ofLinux(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            // The second field is the command in brackets and may itself hold blanks and brackets.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
                return Optional.empty();
            }
            String boot = Files.readString(BOOT_ID).strip();
            return Optional.of(new ProcessIdentity(pid, boot + "/" + fields[START_TICKS]));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException unreadable) {
            // The kernel answers ESRCH when the process ends while its file is read.
            if (!Files.exists(PROC.resolve(Long.toString(pid)))) {
                return Optional.empty();
            }
            throw new UncheckedIOException("cannot read the state of process " + pid, unreadable);
        }
    }
}
