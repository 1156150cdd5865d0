package io.marquee.localstack.testing;

import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import io.marquee.localstack.PartStartException;
import io.marquee.localstack.containers.ContainersStack;
import io.marquee.localstack.embedded.Durability;
import io.marquee.localstack.embedded.EmbeddedStack;
import io.marquee.localstack.embedded.StackFolder;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes stacks whose life ends with the test JVM, however that ends. */
public final class TestStacks {

    private static final String SHARED_FOLDER = "io.marquee.localstack.shared-folder";
    private static final String SHARED_CONTAINERS = "io.marquee.localstack.shared-containers";

    private TestStacks() {}

    /** A stack nobody else uses, with nothing started yet; as processes or containers, see {@code -Dstack}. */
    public static LocalStack open() {
        return containersWanted() ? containers() : embedded(TestFolder.create());
    }

    /**
     * Starts the parts that do not run yet in the one stack that all tests of this JVM share, and says how to reach
     * them. What runs is known to the whole JVM by its system properties, because Quarkus loads test classes again and
     * again in class loaders of their own, each with static fields of its own.
     */
    static Map<String, String> shared(Set<Part> parts) {
        synchronized (System.getProperties()) {
            return containersWanted() ? sharedContainers(parts) : sharedProcesses(parts);
        }
    }

    private static Map<String, String> sharedProcesses(Set<Part> parts) {
        String known = System.getProperty(SHARED_FOLDER);
        if (known == null) {
            known = TestFolder.create().toString();
            System.setProperty(SHARED_FOLDER, known);
        }
        LocalStack stack = embedded(Path.of(known));
        stack.start(parts);
        return stack.environment();
    }

    /** The environment of each part started so far, by the part's name: types every class loader agrees on. */
    private static Map<String, String> sharedContainers(Set<Part> parts) {
        @SuppressWarnings("unchecked")
        Map<String, Map<String, String>> running = (Map<String, Map<String, String>>)
                System.getProperties().computeIfAbsent(SHARED_CONTAINERS, key -> new ConcurrentHashMap<>());
        Set<Part> missing = EnumSet.copyOf(parts);
        missing.removeIf(part -> running.containsKey(part.label()));
        if (!missing.isEmpty()) {
            // Never closed: Testcontainers removes the containers at the end of the JVM.
            LocalStack stack = containers();
            stack.start(missing);
            missing.forEach(part -> running.put(part.label(), stack.environment()));
        }
        Map<String, String> environment = new ConcurrentHashMap<>();
        running.values().forEach(environment::putAll);
        return environment;
    }

    private static LocalStack containers() {
        try {
            return new ContainersStack();
        } catch (NoClassDefFoundError missing) {
            throw new PartStartException(
                    "-Dstack=containers needs a library that is not on this class path: " + missing.getMessage(),
                    missing);
        }
    }

    private static LocalStack embedded(Path folder) {
        return new EmbeddedStack(new StackFolder(folder), Map.of(), Durability.UNTIL_CLOSED);
    }

    private static boolean containersWanted() {
        String stack = System.getProperty("stack", "embedded");
        return switch (stack) {
            case "containers" -> true;
            case "embedded" -> false;
            default ->
                throw new IllegalArgumentException("-Dstack=" + stack + " is unknown: expected embedded or containers");
        };
    }
}
