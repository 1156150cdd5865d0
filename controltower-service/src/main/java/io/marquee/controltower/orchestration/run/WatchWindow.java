package io.marquee.controltower.orchestration.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when we have been watching without a gap. After a pause of our own (a restart, a database that was away, a laptop
 * that slept) heartbeats may wait unread, so the silence before that is no evidence against a worker. Not thread-safe.
 */
public final class WatchWindow {

    private final Duration longestGap;
    private @Nullable Instant since;
    private @Nullable Instant last;

    /** @param longestGap between two looks that still counts as watching */
    public WatchWindow(Duration longestGap) {
        this.longestGap = longestGap;
    }

    /** We are looking now; answers since when without a gap. */
    public Instant look(Instant now) {
        boolean gap =
                last == null || since == null || Duration.between(last, now).compareTo(longestGap) > 0;
        Instant start = gap ? now : since;
        since = start;
        last = now;
        return start;
    }
}
