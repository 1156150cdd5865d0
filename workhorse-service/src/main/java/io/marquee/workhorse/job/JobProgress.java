package io.marquee.workhorse.job;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** How far a job is: written by the job, read by whoever asks. */
public final class JobProgress {

    /** A part of the work. */
    @RegisterForReflection
    public record Phase(String name, double seconds) {}

    /**
     * How far it is now.
     *
     * @param phase what is being done
     * @param items rows, files or objects of this phase that are done
     * @param totalItems how many there are, 0 where that is not known; {@code totalBytes} likewise
     * @param phases how long each phase took, the present one last
     */
    @RegisterForReflection
    public record State(
            String phase,
            @JsonAlias("rows") long items,
            long bytes,
            @JsonAlias("totalRows") long totalItems,
            long totalBytes,
            List<Phase> phases) {}

    private final LongSupplier nanos;
    private final List<Phase> ended = new ArrayList<>();
    private String phase = "waiting";
    private long since;
    private long items;
    private long bytes;
    private long totalItems;
    private long totalBytes;

    public JobProgress() {
        this(System::nanoTime);
    }

    JobProgress(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    /** Begins the next part of the work, of a size that is not known. */
    public synchronized void begin(String name) {
        begin(name, 0, 0);
    }

    /** Begins the next part of the work; sizes are 0 where they are not known. */
    public synchronized void begin(String name, long ofItems, long ofBytes) {
        // What is tried again and again is one phase.
        if (!name.equals(phase)) {
            long now = nanos.getAsLong();
            ended.add(new Phase(phase, (now - since) / 1e9));
            phase = name;
            since = now;
        }
        items = 0;
        bytes = 0;
        totalItems = ofItems;
        totalBytes = ofBytes;
    }

    public synchronized void moved(long moreItems, long moreBytes) {
        items += moreItems;
        bytes += moreBytes;
    }

    public synchronized State state() {
        List<Phase> phases = new ArrayList<>(ended);
        phases.add(new Phase(phase, (nanos.getAsLong() - since) / 1e9));
        return new State(phase, items, bytes, totalItems, totalBytes, List.copyOf(phases));
    }
}
