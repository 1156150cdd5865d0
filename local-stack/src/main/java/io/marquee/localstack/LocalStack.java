package io.marquee.localstack;

import io.marquee.localstack.testing.TestStacks;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The backing services of the suite on this machine. What is stored in a part survives {@link #stop} and
 * {@link #kill}; a later {@link #start} finds it again.
 */
public interface LocalStack extends AutoCloseable {

    /**
     * Starts the given parts side by side and returns when each of them answers. A part that runs is left alone, one
     * that died is started again on its data.
     *
     * @throws PartStartException naming every part that did not come up, with the last lines of its log
     */
    List<PartStart> start(Set<Part> parts);

    /** Stops every part in an orderly way; the data stays. */
    void stop();

    /** Ends one part without notice, as a crash would. */
    void kill(Part part);

    PartState state(Part part);

    /**
     * Where the part listens.
     *
     * @throws IllegalStateException when it was never started
     */
    Endpoint endpoint(Part part);

    /** The environment variables that lead a service to the started parts. */
    Map<String, String> environment();

    /** Stops the parts; a stack made for tests loses its data as well. */
    @Override
    void close();

    /**
     * A stack of its own for one test: random ports, data in a temporary folder that is gone after {@link #close}, or,
     * if the JVM does not get that far, soon after the JVM. Which implementation it is says the system property
     * {@code stack}: {@code embedded} (default) or {@code containers}.
     */
    static LocalStack startForTests(Set<Part> parts) {
        LocalStack stack = TestStacks.open();
        try {
            stack.start(parts);
            return stack;
        } catch (RuntimeException failure) {
            stack.close();
            throw failure;
        }
    }

    /** The same, for parts named one by one. */
    static LocalStack startForTests(Part... parts) {
        return startForTests(Set.of(parts));
    }
}
