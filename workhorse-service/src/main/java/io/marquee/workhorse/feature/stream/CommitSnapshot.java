package io.marquee.workhorse.feature.stream;

import java.util.HashSet;
import java.util.Set;

/**
 * Which transactions had committed when something was read: PostgreSQL's {@code pg_current_snapshot()}. Rows carry the number
 * of the transaction that stored them, so it tells of any event whether it was among what was read, however transactions
 * overlapped. Numbers have 64 bits and do not wrap.
 *
 * @param first every transaction below has ended
 * @param next every transaction from here on had not begun
 * @param running those between that had not ended
 */
record CommitSnapshot(long first, long next, Set<Long> running) {

    CommitSnapshot {
        running = Set.copyOf(running);
    }

    /**
     * Reads PostgreSQL's text, {@code first:next:running,running…}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static CommitSnapshot parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a snapshot: " + text);
        }
        Set<Long> running = new HashSet<>();
        if (!parts[2].isEmpty()) {
            for (String one : parts[2].split(",")) {
                running.add(Long.parseLong(one));
            }
        }
        return new CommitSnapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
    }

    /** Whether what a committed transaction stored was there to be read. */
    boolean sees(long transaction) {
        return transaction < first || (transaction < next && !running.contains(transaction));
    }
}
