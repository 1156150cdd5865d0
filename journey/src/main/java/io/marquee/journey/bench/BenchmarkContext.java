package io.marquee.journey.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a benchmark works with.
 *
 * @param home the project folder
 * @param folder a folder of the benchmark's own, kept between runs, for data that takes long to make
 * @param scale share of the full size, above 0; 1 is what figures are quoted for
 * @param progress is told what goes on, a short line at a time
 */
public record BenchmarkContext(Path home, Path folder, double scale, Consumer<String> progress) {

    public BenchmarkContext {
        if (!(scale > 0 && scale <= 10)) {
            throw new IllegalArgumentException("--scale must be above 0 and at most 10, got: " + scale);
        }
    }

    /** That many at full size, at least one. */
    public long scaled(long count) {
        return Math.max(1, Math.round(count * scale));
    }

    /** Tells what goes on. */
    public void say(String text) {
        progress.accept(text);
    }
}
