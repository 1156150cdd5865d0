package io.marquee.localstack.testing;

import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@code @QuarkusTest} real parts on random ports: the names under which the services' configuration asks for
 * them ({@code POSTGRES_PORT}, {@code KAFKA_BOOTSTRAP_SERVERS}, …) are set before the application starts.
 *
 * <p>Arguments: {@code parts}, a list such as {@code postgres,kafka} (default: all); {@code fresh=true} for a stack
 * that is shared with no other test class of the JVM (default: shared, which costs nothing after the first class).
 */
public final class LocalStackResource implements QuarkusTestResourceLifecycleManager {

    private Set<Part> parts = EnumSet.allOf(Part.class);
    private boolean fresh;
    private @Nullable LocalStack own;

    @Override
    public void init(Map<String, String> arguments) {
        if (arguments.containsKey("parts")) {
            parts = Part.parse(arguments.get("parts"));
        }
        fresh = Boolean.parseBoolean(arguments.getOrDefault("fresh", "false"));
    }

    @Override
    public Map<String, String> start() {
        if (!fresh) {
            return TestStacks.shared(parts);
        }
        LocalStack stack = LocalStack.startForTests(parts);
        own = stack;
        return stack.environment();
    }

    /** A shared stack stays for the next test class; it goes with the JVM. */
    @Override
    public void stop() {
        LocalStack stack = own;
        if (stack != null) {
            stack.close();
            own = null;
        }
    }
}
