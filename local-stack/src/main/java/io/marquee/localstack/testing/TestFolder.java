package io.marquee.localstack.testing;

import io.marquee.localstack.process.BackgroundProcess;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.process.FolderLock;
import io.marquee.localstack.process.PidFile;
import io.marquee.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders of test stacks, each with the name of the JVM it belongs to. A watchdog process clears a folder away when
 * its JVM is gone; what no watchdog cleared is swept up by the next JVM that wants a folder.
 */
final class TestFolder {

    private static final String OWNER = "owner.pid";

    /**
     * Reads its standard input, a pipe that this JVM never writes to and that the operating system closes when the JVM
     * ends, by exit or by kill. A process is only killed if its command line names the folder: the pid might be
     * somebody else's by now. PostgreSQL gets SIGQUIT, upon which it gives its shared memory back.
     */
    private static final String WATCHDOG = """
            cat >/dev/null
            for file in "$1"/run/*.pid; do
                pid=$(sed -n 's/^pid=//p' "$file" 2>/dev/null)
                [ -n "$pid" ] || continue
                if [ -r "/proc/$pid/cmdline" ]; then
                    command=$(tr '\\0' ' ' <"/proc/$pid/cmdline")
                else
                    command=$(ps -ww -o args= -p "$pid")
                fi
                case $command in
                    *"$1"*)
                        case $file in
                            */postgres.pid) kill -QUIT "$pid" ;;
                            *) kill -KILL "$pid" ;;
                        esac
                        ;;
                esac
            done
            [ -d "$1" ] || exit 0
            sleep 1
            rm -rf "$1"
            """;

    private TestFolder() {}

    /** A new empty folder that is cleared away, with all processes that work in it, when this JVM has ended. */
    static Path create() {
        return create(Path.of(
                System.getProperty("java.io.tmpdir"), "marquee-test-stacks-" + System.getProperty("user.name")));
    }

    static Path create(Path base) {
        return new FolderLock(base.resolve("lock")).holding(() -> {
            sweep(base);
            try {
                Path folder = Files.createTempDirectory(base, "stack-");
                new PidFile(folder.resolve(OWNER)).write(ProcessIdentity.current());
                BackgroundProcess.watch(List.of("sh", "-c", WATCHDOG, "marquee-watchdog", folder.toString()));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make a folder in " + base, e);
            }
        });
    }

    private static void sweep(Path base) {
        try (Stream<Path> folders = Files.list(base)) {
            folders.filter(Files::isDirectory)
                    .filter(folder ->
                            new PidFile(folder.resolve(OWNER)).running().isEmpty())
                    .forEach(TestFolder::clear);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for old test stacks in " + base, e);
        }
    }

    private static void clear(Path folder) {
        Path run = folder.resolve("run");
        if (Files.isDirectory(run)) {
            try (Stream<Path> files = Files.list(run)) {
                files.filter(file -> file.toString().endsWith(".pid"))
                        .flatMap(file -> new PidFile(file).running().stream())
                        .forEach(process -> BackgroundProcess.stop(process, "QUIT", Duration.ofSeconds(1)));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot clear " + folder, e);
            }
        }
        FileTree.delete(folder);
    }
}
