package io.marquee.localstack.suite;

import io.marquee.localstack.Connection;
import io.marquee.localstack.Endpoint;
import io.marquee.localstack.Part;
import io.marquee.localstack.PartStart;
import io.marquee.localstack.PartStartException;
import io.marquee.localstack.PartState;
import io.marquee.localstack.embedded.Durability;
import io.marquee.localstack.embedded.EmbeddedStack;
import io.marquee.localstack.embedded.StackFolder;
import io.marquee.localstack.process.ProcessIdentity;
import io.marquee.localstack.process.ProcessMemory;
import io.marquee.localstack.process.SideBySide;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The whole suite on this machine: the parts and the three services as background processes that go on when this JVM
 * ends. What runs is written in the state folder, so any number of JVMs may act on the same suite, one after another.
 */
public final class Suite {

    private final SuiteSettings settings;
    private final StackFolder folder;
    private final Path portFile;
    private final ServiceProbe probe = new ServiceProbe();
    private final Map<Service, ServiceRunner> runners = new EnumMap<>(Service.class);

    public Suite(SuiteSettings settings) {
        this.settings = settings;
        this.folder = new StackFolder(settings.state());
        this.portFile = folder.run().resolve("ports.properties");

        for (Service service : Service.values()) {
            runners.put(service, new ServiceRunner(service, settings, folder, probe));
        }
    }

    /**
     * Starts what does not run yet, the parts first, and returns when everything is ready. What runs already stays,
     * unless its package or its settings have changed since.
     *
     * @throws SuiteException when a port is taken (then nothing was started) or something does not come up (then the
     *     rest runs on)
     */
    public void up(SuiteProgress progress) {
        folder.lock().holding(() -> {
            Arrays.stream(Service.values()).forEach(settings::jar);
            PortPlan plan = PortPlan.of(settings.environment(), portFile, this::runs);
            plan.refuseTaken(this::runs);
            plan.save(portFile);
            try {
                stack(plan).start(EnumSet.allOf(Part.class), start -> report(start, progress));
            } catch (PartStartException e) {
                throw new SuiteException(String.valueOf(e.getMessage()), e);
            }
            startAll(plan, progress);
        });
    }

    /** Stops the services and then the parts, whatever state a crash has left them in. The data stays. */
    public void down(SuiteProgress progress) {
        folder.lock().holding(() -> {
            SideBySide.each(List.of(Service.values()), service -> {
                long begin = System.nanoTime();
                boolean ran = runner(service).stop();
                progress.stopped(service.label(), since(begin), ran);
            });
            stack(plan()).stop(stop -> progress.stopped(stop.part().label(), stop.took(), stop.wasRunning()));
        });
    }

    /** Every part and service, in the order they are started. */
    public List<ProcessStatus> status() {
        PortPlan plan = plan();
        EmbeddedStack stack = stack(plan);
        List<ProcessStatus> rows = new ArrayList<>();
        for (Part part : Part.values()) {
            rows.add(row(
                    part.label(), plan.port(part.label()), state(stack.state(part)), stack.process(part), List.of()));
        }
        for (Service service : Service.values()) {
            int port = plan.port(service.label());
            ProcessStatus.State state = state(service, port);
            List<String> failing = state == ProcessStatus.State.NOT_READY ? probe.failingChecks(port) : List.of();
            rows.add(row(service.label(), port, state, runner(service).process(), failing));
        }
        return rows;
    }

    /** Starts one service in a suite that is up, and waits until it is up. */
    public void start(Service service) {
        folder.lock().holding(() -> {
            PortPlan plan = plan();
            runner(service).launch(plan.port(service.label()), environment(service, plan));
            runner(service).awaitUp(plan.port(service.label()));
        });
    }

    /** Stops one service in an orderly way. */
    public void stop(Service service) {
        folder.lock().holding(() -> {
            runner(service).stop();
        });
    }

    /** Ends one service without notice, as a crash would. */
    public void kill(Service service) {
        runner(service).kill();
    }

    /** Whether the service says that it can work. */
    public boolean ready(Service service) {
        return runner(service).ready(plan().port(service.label()));
    }

    /** Where the service answers, without a slash at the end. */
    public URI url(Service service) {
        return URI.create("http://localhost:" + plan().port(service.label()));
    }

    /** Bytes of physical memory of the service's process; 0 when it does not run. */
    public long residentBytes(Service service) {
        return runner(service).process().map(ProcessMemory::resident).orElse(0L);
    }

    /** The process of the service, if it runs. */
    public Optional<Long> pid(Service service) {
        return runner(service).process().map(ProcessIdentity::pid);
    }

    /** The parts by themselves: to look into them, or to kill one. */
    public EmbeddedStack parts() {
        return stack(plan());
    }

    /** The variables that lead any program to the parts and services: {@code POSTGRES_PORT}, {@code ORCHESTRATOR_URL}, … */
    public Map<String, String> environment() {
        return environment(plan());
    }

    /** The log of a part or service. */
    public Path log(String name) {
        return folder.log(name);
    }

    private void startAll(PortPlan plan, SuiteProgress progress) {
        SideBySide.each(List.of(Service.values()), service -> {
            long begin = System.nanoTime();
            int port = plan.port(service.label());
            boolean launched = runner(service).launch(port, environment(service, plan));
            runner(service).awaitUp(port);
            progress.ready(service.label(), "http://localhost:" + port, since(begin), !launched);
        });
    }

    private Map<String, String> environment(PortPlan plan) {
        Map<Part, Endpoint> endpoints = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            endpoints.put(part, new Endpoint(Connection.HOST, plan.port(part.label())));
        }
        Map<String, String> environment = new LinkedHashMap<>(Connection.environment(endpoints));
        environment.put("MARQUEE_HOME", settings.home().toString());
        environment.put("MARQUEE_STATE", settings.state().toString());
        environment.put(
                "MARQUEE_OBJECT_STORE_ROOT", settings.state().resolve("objects").toString());
        environment.put("MLFLOW_TRACKING_URI", "http://localhost:" + plan.port(Service.WORKHORSE.label()));
        environment.put("ORCHESTRATOR_URL", "http://localhost:" + plan.port(Service.CONTROLTOWER.label()));
        environment.put("AWS_REGION", settings.environment().getOrDefault("AWS_REGION", "ap-northeast-2"));
        environment.put("APP_ENV", settings.environment().getOrDefault("APP_ENV", "local"));
        return environment;
    }

    private Map<String, String> environment(Service service, PortPlan plan) {
        Map<String, String> environment = environment(plan);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(plan.port(service.label())));
        // glibc keeps an arena of freed memory per thread unless told not to.
        environment.put("MALLOC_ARENA_MAX", settings.environment().getOrDefault("MALLOC_ARENA_MAX", "2"));
        // Without this a laptop in a café would serve everybody in it.
        environment.put("QUARKUS_HTTP_HOST", settings.environment().getOrDefault("QUARKUS_HTTP_HOST", "127.0.0.1"));
        return environment;
    }

    private PortPlan plan() {
        return PortPlan.current(settings.environment(), portFile, this::runs);
    }

    private EmbeddedStack stack(PortPlan plan) {
        Map<Part, Integer> ports = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            ports.put(part, plan.port(part.label()));
        }
        return new EmbeddedStack(folder, ports, Durability.LASTING);
    }

    private boolean runs(String name) {
        return folder.pidFile(name).running().isPresent();
    }

    private ServiceRunner runner(Service service) {
        return Objects.requireNonNull(runners.get(service));
    }

    private ProcessStatus.State state(Service service, int port) {
        if (runner(service).process().isEmpty()) {
            return runner(service).pidFile().exists() ? ProcessStatus.State.DEAD : ProcessStatus.State.STOPPED;
        }
        return runner(service).ready(port) ? ProcessStatus.State.READY : ProcessStatus.State.NOT_READY;
    }

    private static ProcessStatus.State state(PartState state) {
        return switch (state) {
            case READY -> ProcessStatus.State.READY;
            case UNRESPONSIVE -> ProcessStatus.State.NOT_READY;
            case DEAD -> ProcessStatus.State.DEAD;
            case STOPPED -> ProcessStatus.State.STOPPED;
        };
    }

    private static ProcessStatus row(
            String name, int port, ProcessStatus.State state, Optional<ProcessIdentity> process, List<String> failing) {
        Duration uptime = process.flatMap(ProcessIdentity::handle)
                .flatMap(handle -> handle.info().startInstant())
                .map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
        return new ProcessStatus(
                name,
                state,
                port,
                process.map(ProcessIdentity::pid),
                process.map(ProcessMemory::residentTree).orElse(0L),
                uptime,
                failing);
    }

    private static void report(PartStart start, SuiteProgress progress) {
        progress.ready(start.part().label(), start.endpoint().toString(), start.took(), start.alreadyRunning());
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
