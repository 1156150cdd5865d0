package io.marquee.workhorse.feature.stream.aggregate;

import java.util.ArrayList;
import java.util.List;

/** The latest different values of a column, the newest first, at most as many as are asked for. */
final class Recent {

    private record Entry(Object value, long micros, String eventId) {

        long second() {
            return Math.floorDiv(micros, 1_000_000L);
        }

        boolean isBefore(long otherMicros, String otherId) {
            return micros != otherMicros ? micros < otherMicros : eventId.compareTo(otherId) < 0;
        }
    }

    private final int limit;
    private final List<Entry> entries = new ArrayList<>(1);

    Recent(int limit) {
        this.limit = limit;
    }

    /** Counts a value in. What falls off the end stays away: whatever pushed it off leaves every window after it. */
    void add(Object value, StreamEvent event) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.value().equals(value)) {
                if (!entry.isBefore(event.occurredAtMicros(), event.eventId())) {
                    return;
                }
                entries.remove(i);
                break;
            }
        }
        int position = 0;
        while (position < entries.size()
                && !entries.get(position).isBefore(event.occurredAtMicros(), event.eventId())) {
            position++;
        }
        if (position < limit) {
            entries.add(position, new Entry(value, event.occurredAtMicros(), event.eventId()));
            if (entries.size() > limit) {
                entries.removeLast();
            }
        }
    }

    /** The values that are of that second or later, in a list of the caller's own. */
    List<Object> since(long second) {
        List<Object> values = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            if (entry.second() >= second) {
                values.add(entry.value());
            }
        }
        return values;
    }

    /** About the bytes that it takes, with ids of 36 letters. */
    int bytes() {
        return 64 + entries.size() * 120;
    }
}
