package io.marquee.localstack.embedded;

import io.marquee.localstack.Connection;
import io.marquee.localstack.Endpoint;
import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import io.marquee.localstack.PartStart;
import io.marquee.localstack.PartStartException;
import io.marquee.localstack.PartState;
import io.marquee.localstack.PartStop;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.process.ProcessIdentity;
import io.marquee.localstack.process.SideBySide;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The parts as background processes of this machine. All that is known about them is in the folder, so a stack opened
 * on the same folder by another JVM carries on where this one left off.
 */
public final class EmbeddedStack implements LocalStack {

    private final StackFolder folder;
    private final Durability durability;
    private final Map<Part, PartRunner> runners = new EnumMap<>(Part.class);

    /**
     * A stack in a folder.
     *
     * @param ports the port of each part; a part that is left out gets a free port and keeps it
     */
    public EmbeddedStack(StackFolder folder, Map<Part, Integer> ports, Durability durability) {
        this.folder = folder;
        this.durability = durability;
        for (Part part : Part.values()) {
            runners.put(part, new PartRunner(embedded(part), folder, ports.getOrDefault(part, 0)));
        }
    }

    @Override
    public List<PartStart> start(Set<Part> parts) {
        return start(parts, started -> {});
    }

    /** The same, and tells of each part at the moment it is ready, from the thread that waited for it. */
    public List<PartStart> start(Set<Part> parts, Consumer<PartStart> listener) {
        return folder.lock().holding(() -> startAll(parts, listener));
    }

    @Override
    public void stop() {
        stop(stopped -> {});
    }

    /** The same, and tells of each part at the moment it is gone, from the thread that waited for it. */
    public void stop(Consumer<PartStop> listener) {
        folder.lock()
                .holding(() -> SideBySide.each(runners.values(), runner -> {
                    long begin = System.nanoTime();
                    boolean ran = runner.stop();
                    listener.accept(new PartStop(runner.part(), Duration.ofNanos(System.nanoTime() - begin), ran));
                }));
    }

    @Override
    public void kill(Part part) {
        runner(part).kill();
    }

    @Override
    public PartState state(Part part) {
        return runner(part).state();
    }

    /** The process of a part, if it runs. */
    public Optional<ProcessIdentity> process(Part part) {
        return runner(part).process();
    }

    /** Where everything about this stack is. */
    public Path folder() {
        return folder.root();
    }

    @Override
    public Endpoint endpoint(Part part) {
        return runner(part)
                .endpoint()
                .orElseThrow(() -> new IllegalStateException(part.label() + " was never started in " + folder.root()));
    }

    @Override
    public Map<String, String> environment() {
        Map<Part, Endpoint> endpoints = new EnumMap<>(Part.class);
        runners.forEach((part, runner) -> runner.endpoint().ifPresent(endpoint -> endpoints.put(part, endpoint)));
        return Connection.environment(endpoints);
    }

    @Override
    public void close() {
        stop();
        if (durability == Durability.UNTIL_CLOSED) {
            FileTree.delete(folder.root());
        }
    }

    private List<PartStart> startAll(Set<Part> parts, Consumer<PartStart> listener) {
        try {
            return SideBySide.map(parts, part -> {
                PartStart start = runner(part).start();
                listener.accept(start);
                return start;
            });
        } catch (PartStartException failure) {
            if (failure.getSuppressed().length == 0) {
                throw failure;
            }
            String others = String.join(
                    "\n",
                    Arrays.stream(failure.getSuppressed())
                            .map(Throwable::getMessage)
                            .toList());
            throw new PartStartException(failure.getMessage() + "\n" + others, failure);
        }
    }

    private PartRunner runner(Part part) {
        return Objects.requireNonNull(runners.get(part));
    }

    private EmbeddedPart embedded(Part part) {
        return switch (part) {
            case POSTGRES -> new PostgresPart(folder, durability);
            case REDIS -> new RedisPart(folder);
            case KAFKA -> new KafkaPart(folder);
            case S3 -> new ObjectStorePart(folder);
        };
    }
}
