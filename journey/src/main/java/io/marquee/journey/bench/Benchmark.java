package io.marquee.journey.bench;

import java.io.IOException;

/** One load benchmark, run by {@code ./marquee bench NAME}. It also checks that the work was done right. */
public interface Benchmark {

    /** The name on the command line, for example {@code imdb-load}. */
    String name();

    /** What is measured against what, in a line. */
    String summary();

    /**
     * Does the work and the reference.
     *
     * @throws IllegalStateException when what the work left behind is not what it should be
     */
    BenchmarkReport run(BenchmarkContext context) throws IOException, InterruptedException;
}
