package io.marquee.localstack.containers;

import io.marquee.localstack.Connection;
import io.marquee.localstack.Endpoint;
import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import io.marquee.localstack.PartStart;
import io.marquee.localstack.PartStartException;
import io.marquee.localstack.PartState;
import io.marquee.localstack.Probe;
import io.marquee.localstack.SuiteTopics;
import io.marquee.localstack.process.BackgroundProcess;
import io.marquee.localstack.process.Ports;
import io.marquee.localstack.process.SideBySide;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * The parts as containers of this JVM: they live as long as it does, data included, and Testcontainers removes them
 * even when it is killed.
 */
public final class ContainersStack implements LocalStack {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Map<Part, GenericContainer<?>> containers = new ConcurrentHashMap<>();
    private final Map<Part, Integer> ports = new EnumMap<>(Part.class);
    private final Set<Part> stopped = EnumSet.noneOf(Part.class);

    /**
     * A stack with nothing started yet.
     *
     * @throws PartStartException when no Docker engine answers
     */
    public ContainersStack() {
        if (!engineAnswers()) {
            throw new PartStartException("no Docker engine answers, so the parts cannot run as containers:"
                    + " start one, or leave -Dstack=containers away");
        }
        for (Part part : Part.values()) {
            ports.put(part, Ports.random());
        }
    }

    /** Whether there is a Docker engine to work with. */
    public static boolean engineAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Override
    public synchronized List<PartStart> start(Set<Part> parts) {
        stopped.removeAll(parts);
        return SideBySide.map(parts, this::start);
    }

    @Override
    public synchronized void stop() {
        stopped.addAll(containers.keySet());
        SideBySide.each(containers.values(), container -> {
            if (container.isRunning()) {
                container
                        .getDockerClient()
                        .stopContainerCmd(container.getContainerId())
                        .exec();
            }
        });
    }

    @Override
    public void kill(Part part) {
        GenericContainer<?> container = Objects.requireNonNull(containers.get(part), part.label() + " does not run");
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public PartState state(Part part) {
        GenericContainer<?> container = containers.get(part);
        if (container == null || stopped.contains(part)) {
            return PartState.STOPPED;
        }
        if (!container.isRunning()) {
            return PartState.DEAD;
        }
        return Probe.answers(part, endpoint(part)) ? PartState.READY : PartState.UNRESPONSIVE;
    }

    @Override
    public Endpoint endpoint(Part part) {
        if (!containers.containsKey(part)) {
            throw new IllegalStateException(part.label() + " was never started");
        }
        return new Endpoint(Connection.HOST, Objects.requireNonNull(ports.get(part)));
    }

    @Override
    public Map<String, String> environment() {
        Map<Part, Endpoint> endpoints = new EnumMap<>(Part.class);
        containers.keySet().forEach(part -> endpoints.put(part, endpoint(part)));
        return Connection.environment(endpoints);
    }

    @Override
    public synchronized void close() {
        SideBySide.each(containers.values(), GenericContainer::stop);
        containers.clear();
    }

    private PartStart start(Part part) {
        if (state(part) == PartState.READY) {
            return new PartStart(part, endpoint(part), Duration.ZERO, true);
        }
        long begin = System.nanoTime();
        GenericContainer<?> known = containers.get(part);
        if (known == null) {
            GenericContainer<?> container = PartContainer.of(part, Objects.requireNonNull(ports.get(part)));
            container.start();
            containers.put(part, container);
        } else if (!known.isRunning()) {
            known.getDockerClient().startContainerCmd(known.getContainerId()).exec();
        }
        awaitReady(part);
        if (part == Part.KAFKA) {
            createTopics();
        }
        return new PartStart(part, endpoint(part), Duration.ofNanos(System.nanoTime() - begin), false);
    }

    private void awaitReady(Part part) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!Probe.answers(part, endpoint(part))) {
            if (System.nanoTime() > deadline) {
                throw new PartStartException(
                        part.label() + " did not answer within " + START_LIMIT.toSeconds() + " s; its log:\n"
                                + Objects.requireNonNull(containers.get(part)).getLogs());
            }
            BackgroundProcess.sleep(POLL);
        }
    }

    private void createTopics() {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", endpoint(Part.KAFKA).toString()))) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = SuiteTopics.names().stream()
                    .filter(name -> !present.contains(name))
                    .map(name -> new NewTopic(name, SuiteTopics.PARTITIONS, (short) 1))
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            throw new PartStartException("the topics could not be created in kafka: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartStartException("interrupted while topics were created in kafka", e);
        }
    }
}
