package io.marquee.controltower.event;

/**
 * How large a spool may grow and how hard it holds on to its events.
 *
 * @param segmentBytes size at which a new file is begun; a file is deleted when all its events have left
 * @param maxBytes bytes of waiting events from which on the spool is full
 * @param reservedBytes the part of {@code maxBytes} that only {@link Priority#KEPT} events may use
 * @param maxEventBytes largest single event, frame included; keep it below what the broker takes
 * @param fsync when bytes are forced to the disk
 */
public record SpoolLimits(int segmentBytes, long maxBytes, long reservedBytes, int maxEventBytes, Fsync fsync) {

    /** When bytes are forced to the disk itself. */
    public enum Fsync {
        /** The operating system decides: survives a killed process, not a power cut. About a microsecond per event. */
        NEVER,
        /** Before each event is acknowledged: survives a power cut too, at the price of a disk write each. */
        ALWAYS
    }

    /** How much an event is worth when room is short. */
    public enum Priority {
        /** A client was promised that it is kept: may use all of the room. */
        KEPT,
        /** An observation, dropped (and counted) when only the reserve is left. */
        DROPPABLE
    }

    public SpoolLimits {
        if (segmentBytes < 1 || maxEventBytes < 1) {
            throw new IllegalArgumentException("a spool's segment and event sizes must be positive, got: "
                    + segmentBytes + " and " + maxEventBytes);
        }
        if (maxBytes < maxEventBytes) {
            throw new IllegalArgumentException(
                    "a spool of " + maxBytes + " bytes cannot take an event of " + maxEventBytes + " bytes");
        }
        if (reservedBytes < 0 || reservedBytes > maxBytes) {
            throw new IllegalArgumentException(
                    "the reserve of a spool must be 0 to " + maxBytes + " bytes, got: " + reservedBytes);
        }
    }

    long roomFor(Priority priority) {
        return switch (priority) {
            case KEPT -> maxBytes;
            case DROPPABLE -> maxBytes - reservedBytes;
        };
    }
}
