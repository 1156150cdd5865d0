package io.marquee.workhorse.feature.stream;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * How much of the stream is waiting for this instance.
 *
 * <p>Alert when {@code marquee_stream_backlog_records} grows for minutes: more comes in than is worked off.
 */
@ApplicationScoped
public class StreamBacklog {

    private final StreamConfig config;
    private final List<LongSupplier> parts = new CopyOnWriteArrayList<>();

    StreamBacklog(StreamConfig config, MeterRegistry meters) {
        this.config = config;
        meters.gauge("marquee_stream_backlog_records", this, StreamBacklog::records);
    }

    /** Counts something else that takes part of the stream. */
    public void include(LongSupplier records) {
        parts.add(records);
    }

    /** Records that are waiting. */
    public long records() {
        return parts.stream().mapToLong(LongSupplier::getAsLong).sum();
    }

    /** Whether so much is waiting that other work should stand back. */
    public boolean isHigh() {
        return records() > config.yieldAbove();
    }
}
