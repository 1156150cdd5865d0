package io.marquee.localstack.testing;

import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import io.marquee.localstack.embedded.Durability;
import io.marquee.localstack.embedded.EmbeddedStack;
import io.marquee.localstack.embedded.StackFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Makes stacks whose life ends with the test JVM, however that ends. */
public final class TestStacks {

    private static final String SHARED_FOLDER = "io.marquee.localstack.shared-folder";

    private TestStacks() {}

    /** A stack nobody else uses, with nothing started yet. */
    public static LocalStack open() {
        return embedded(TestFolder.create());
    }

    /**
     * Starts the parts that do not run yet in the one stack that all tests of this JVM share, and says how to reach
     * them. Known to the whole JVM by a system property, because Quarkus loads test classes again and again in class
     * loaders of their own, each with static fields of its own.
     */
    static Map<String, String> shared(Set<Part> parts) {
        synchronized (System.getProperties()) {
            String known = System.getProperty(SHARED_FOLDER);
            if (known == null) {
                known = TestFolder.create().toString();
                System.setProperty(SHARED_FOLDER, known);
            }
            LocalStack stack = embedded(Path.of(known));
            stack.start(parts);
            return stack.environment();
        }
    }

    private static LocalStack embedded(Path folder) {
        return new EmbeddedStack(new StackFolder(folder), Map.of(), Durability.UNTIL_CLOSED);
    }
}
