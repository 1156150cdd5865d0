package io.marquee.localstack.embedded;

import io.marquee.localstack.Connection;
import io.marquee.localstack.Endpoint;
import io.marquee.localstack.Part;
import io.marquee.localstack.PartStart;
import io.marquee.localstack.PartStartException;
import io.marquee.localstack.PartState;
import io.marquee.localstack.Probe;
import io.marquee.localstack.process.BackgroundProcess;
import io.marquee.localstack.process.Orphans;
import io.marquee.localstack.process.PidFile;
import io.marquee.localstack.process.PortHolder;
import io.marquee.localstack.process.Ports;
import io.marquee.localstack.process.ProcessIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs one part as a background process: start, watch, stop, and start again after whatever happened. */
final class PartRunner {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int ATTEMPTS = 8;
    private static final int TAIL_LINES = 15;

    private final EmbeddedPart part;
    private final StackFolder folder;
    private final int wantedPort;
    private final String name;
    private final PidFile pidFile;

    /**
     * Runs the part in the folder.
     *
     * @param wantedPort where it has to listen; 0 for the port it had last time or else any free one
     */
    PartRunner(EmbeddedPart part, StackFolder folder, int wantedPort) {
        this.part = part;
        this.folder = folder;
        this.wantedPort = wantedPort;
        this.name = part.part().label();
        this.pidFile = folder.pidFile(name);
    }

    Part part() {
        return part.part();
    }

    Optional<ProcessIdentity> process() {
        return pidFile.running();
    }

    Optional<Endpoint> endpoint() {
        OptionalInt port = folder.port(name);
        return port.isPresent() ? Optional.of(new Endpoint(Connection.HOST, port.getAsInt())) : Optional.empty();
    }

    PartState state() {
        Optional<ProcessIdentity> process = process();
        if (process.isEmpty()) {
            return pidFile.exists() ? PartState.DEAD : PartState.STOPPED;
        }
        return ready() ? PartState.READY : PartState.UNRESPONSIVE;
    }

    PartStart start() {
        Optional<Endpoint> current = endpoint();
        if (current.isPresent() && state() == PartState.READY && portSuits(current.get())) {
            return new PartStart(part(), current.get(), Duration.ZERO, true);
        }
        long begin = System.nanoTime();
        stop();
        for (int attempt = 1; ; attempt++) {
            int port = choosePort();
            folder.rememberPort(name, port);
            long logBegin = folder.logLength(name);
            String problem = launch(port);
            if (problem.isEmpty()) {
                Endpoint endpoint = new Endpoint(Connection.HOST, port);
                return new PartStart(part(), endpoint, Duration.ofNanos(System.nanoTime() - begin), false);
            }
            String tail = folder.logEnd(name, logBegin, TAIL_LINES);
            boolean lostPort = wantedPort == 0 && !Ports.free(port);
            if (attempt == ATTEMPTS || !(lostPort || stillWritten(tail) || part.worthAnotherTry(tail))) {
                throw new PartStartException(
                        name + " " + problem + "; the end of " + folder.log(name) + ":\n" + tail.indent(2));
            }
            BackgroundProcess.sleep(Duration.ofMillis(250));
        }
    }

    /** Whether there was anything to stop. */
    boolean stop() {
        List<ProcessIdentity> processes = new ArrayList<>(process().stream().toList());
        Orphans.with(part.marks()).stream()
                .filter(process -> !processes.contains(process))
                .forEach(processes::add);
        processes.forEach(process -> BackgroundProcess.stop(process, part.stopSignal(), part.stopGrace()));
        pidFile.delete();
        return !processes.isEmpty();
    }

    void kill() {
        process().ifPresent(BackgroundProcess::kill);
    }

    /**
     * A program that has just been unpacked cannot be run as long as any process holds it open for writing. Another part,
     * forked at that moment, inherits the open file until it becomes a program of its own.
     */
    private static boolean stillWritten(String tail) {
        return tail.contains("Text file busy");
    }

    private String launch(int port) {
        ProcessIdentity process =
                BackgroundProcess.launch(part.prepare(port), part.workingFolder(), Map.of(), folder.log(name));
        pidFile.write(process);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.alive()) {
                return "ended while it started";
            }
            if (ready()) {
                return "";
            }
            BackgroundProcess.sleep(POLL);
        }
        BackgroundProcess.kill(process);
        return "did not answer on port " + port + " within " + START_LIMIT.toSeconds() + " s";
    }

    private boolean ready() {
        return part.announcedReady()
                && endpoint()
                        .filter(endpoint -> Probe.answers(part(), endpoint))
                        .isPresent();
    }

    private boolean portSuits(Endpoint endpoint) {
        return wantedPort == 0 || wantedPort == endpoint.port();
    }

    private int choosePort() {
        if (wantedPort != 0) {
            if (!Ports.free(wantedPort)) {
                String holder =
                        PortHolder.of(wantedPort).map(PortHolder::toString).orElse("a process of another user");
                throw new PartStartException("port " + wantedPort + " for " + name + " is taken by " + holder + "; "
                        + part().portVariable() + " chooses another one");
            }
            return wantedPort;
        }
        OptionalInt last = folder.port(name);
        return last.isPresent() && Ports.free(last.getAsInt()) ? last.getAsInt() : Ports.random();
    }
}
