package io.marquee.controltower.testing;

import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Real PostgreSQL, Redis and Kafka of this test class alone, and a registry over a folder. Its parts can be killed and
 * started again from a test through {@link #kill} and {@link #revive}, which work across Quarkus' class loaders.
 */
public final class ServingStack implements QuarkusTestResourceLifecycleManager {

    /** Configuration key of the registry's folder. */
    public static final String REGISTRY_ROOT = "test.registry-root";

    private static final String WANTED = "io.marquee.test.wanted.";
    private static final String ACTUAL = "io.marquee.test.actual.";

    private @Nullable LocalStack stack;
    private @Nullable MlflowServer registry;
    private final List<Path> temporary = new ArrayList<>();
    private volatile boolean stopped;

    @Override
    public Map<String, String> start() {
        try {
            Path root = temporary("marquee-registry-");
            MlflowServer mlflow = MlflowServer.start(root);
            registry = mlflow;
            LocalStack started = LocalStack.startForTests(Part.POSTGRES, Part.REDIS, Part.KAFKA);
            stack = started;
            for (Part part : Set.of(Part.REDIS, Part.KAFKA, Part.POSTGRES)) {
                System.setProperty(WANTED + part, "up");
                System.setProperty(ACTUAL + part, "up");
            }
            Thread.ofPlatform().daemon().name("outages").start(() -> obey(started));
            Map<String, String> config = new HashMap<>(started.environment());
            config.put("MLFLOW_TRACKING_URI", mlflow.uri().toString());
            config.put("MARQUEE_STATE", temporary("marquee-state-").toString());
            config.put("marquee.registry.poll", "5s");
            config.put(REGISTRY_ROOT, root.toString());
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path temporary(String prefix) throws IOException {
        Path folder = Files.createTempDirectory(prefix);
        temporary.add(folder);
        return folder;
    }

    private void obey(LocalStack started) {
        while (!stopped) {
            for (Part part : Set.of(Part.REDIS, Part.KAFKA, Part.POSTGRES)) {
                String wanted = System.getProperty(WANTED + part);
                if (!wanted.equals(System.getProperty(ACTUAL + part))) {
                    if (wanted.equals("up")) {
                        started.start(Set.of(part));
                    } else {
                        started.kill(part);
                    }
                    System.setProperty(ACTUAL + part, wanted);
                }
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a part without notice. */
    public static void kill(String part) {
        become(part, "down");
    }

    /** Starts a killed part again, at the same address with the same data. */
    public static void revive(String part) {
        become(part, "up");
    }

    private static void become(String part, String state) {
        System.setProperty(WANTED + part, state);
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!state.equals(System.getProperty(ACTUAL + part))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(part + " did not become " + state + " within a minute");
            }
            sleep();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        MlflowServer mlflow = registry;
        if (mlflow != null) {
            mlflow.close();
        }
        LocalStack started = stack;
        if (started != null) {
            started.close();
        }
        temporary.forEach(ServingStack::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
