package io.marquee.journey.bench;

import io.marquee.journey.client.SuiteClient;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.suite.Service;
import io.marquee.localstack.suite.Suite;
import io.marquee.localstack.suite.SuiteProgress;
import io.marquee.localstack.suite.SuiteSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A suite for one benchmark: empty, on free ports, with only the services it needs; gone when closed. */
public final class BenchSuite implements AutoCloseable {

    private final Suite suite;
    private final Path state;

    private BenchSuite(Suite suite, Path state) {
        this.suite = suite;
        this.state = state;
    }

    /**
     * Starts it.
     *
     * @param needed the services that stay up; the others would only take time from the measured ones
     * @param settings variables for the services
     */
    public static BenchSuite start(BenchmarkContext context, Set<Service> needed, Map<String, String> settings) {
        Path state = context.folder().resolve("suite");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(settings);
        environment.put("MARQUEE_PORTS", "random");
        Suite suite = new Suite(new SuiteSettings(context.home(), state, environment));
        // An earlier run may have been killed.
        suite.down(SuiteProgress.SILENT);
        FileTree.delete(state);
        context.say("starting the suite");
        suite.up(SuiteProgress.SILENT);
        for (Service service : Service.values()) {
            if (!needed.contains(service)) {
                suite.stop(service);
            }
        }
        return new BenchSuite(suite, state);
    }

    public Suite suite() {
        return suite;
    }

    public SuiteClient client() {
        return new SuiteClient(
                suite.url(Service.WORKHORSE), suite.url(Service.CONTROLTOWER), suite.url(Service.NERVOUS));
    }

    @Override
    public void close() {
        suite.down(SuiteProgress.SILENT);
        FileTree.delete(state);
    }
}
