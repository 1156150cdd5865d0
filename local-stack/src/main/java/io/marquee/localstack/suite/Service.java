package io.marquee.localstack.suite;

import java.util.List;
import java.util.Locale;

/** One of the three servers of the suite, with what its JVM gets on a laptop. */
public enum Service {
    /** Ingests, builds features, trains: loops over all ratings, so the optimising compiler pays. */
    WORKHORSE(5002, "workhorse-service", List.of("-Xms64m", "-Xmx288m")),
    /** Answers requests: latency counts, so the optimising compiler pays. */
    CONTROLTOWER(8000, "controltower-service", List.of("-Xms48m", "-Xmx192m")),
    /** Listens and counts; the fast compiler does and needs less memory. */
    NERVOUS(8082, "nervous-service", List.of("-Xms32m", "-Xmx128m", "-XX:TieredStopAtLevel=1"));

    private final int defaultPort;
    private final String module;
    private final List<String> javaOptions;

    Service(int defaultPort, String module, List<String> javaOptions) {
        this.defaultPort = defaultPort;
        this.module = module;
        this.javaOptions = javaOptions;
    }

    /** The name in file names, tables and commands: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int defaultPort() {
        return defaultPort;
    }

    /** The environment variable that gives this service another port. */
    public String portVariable() {
        return name() + "_PORT";
    }

    /** The Maven module that builds it. */
    String module() {
        return module;
    }

    /**
     * What has to be answered before the service counts as started. The gateway is ready only when it has a model to
     * serve, and the first model can only be trained by a suite that runs.
     */
    String upPath() {
        return this == CONTROLTOWER ? "/health" : "/ready";
    }

    List<String> javaOptions() {
        return javaOptions;
    }
}
