package io.marquee.controltower.event;

import io.marquee.platform.event.OutgoingEvent;
import java.util.List;

/**
 * Events at the head of the spool, oldest first.
 *
 * @param end the position after them, for {@link EventSpool#release}
 */
record SpoolBatch(List<OutgoingEvent> events, SpoolPosition end) {

    boolean isEmpty() {
        return events.isEmpty();
    }
}
