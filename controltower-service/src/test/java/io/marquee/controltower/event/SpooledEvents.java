package io.marquee.controltower.event;

import io.marquee.controltower.event.SpoolLimits.Fsync;
import io.marquee.platform.event.OutgoingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Events and limits for spool tests. */
final class SpooledEvents {

    static final SpoolLimits SMALL_SEGMENTS = limits(1_000, 1_000_000);

    private SpooledEvents() {}

    static SpoolLimits limits(int segmentBytes, long maxBytes) {
        return new SpoolLimits(segmentBytes, maxBytes, 0, (int) Math.min(maxBytes, 10_000), Fsync.NEVER);
    }

    static OutgoingEvent event(String text) {
        return new OutgoingEvent(
                "movie-user-interactions",
                "user_7",
                text.getBytes(StandardCharsets.UTF_8),
                Map.of("ce_id", "id of " + text));
    }

    static String text(OutgoingEvent event) {
        return new String(event.payload(), StandardCharsets.UTF_8);
    }

    /** Takes everything out of the spool, batch by batch. */
    static List<String> drain(EventSpool spool) throws IOException {
        List<String> texts = new ArrayList<>();
        while (spool.pendingEvents() > 0) {
            SpoolBatch batch = spool.peek(50, 10_000);
            batch.events().forEach(event -> texts.add(text(event)));
            spool.release(batch);
        }
        return texts;
    }
}
