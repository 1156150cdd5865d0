package io.marquee.contract.id;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** Makes event ids: UUID version 7 (RFC 9562), so that ids sort by time and index well. */
public final class EventId {

    private static final SecureRandom RANDOM = new SecureRandom();

    private EventId() {}

    /** A new id for something that happened at {@code now}. */
    public static String next(Instant now) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        long millis = now.toEpochMilli();
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (millis >>> (40 - 8 * i));
        }
        bytes[6] = (byte) (0x70 | bytes[6] & 0x0f);
        bytes[8] = (byte) (0x80 | bytes[8] & 0x3f);
        String hex = HexFormat.of().formatHex(bytes);
        return hex.substring(0, 8)
                + '-'
                + hex.substring(8, 12)
                + '-'
                + hex.substring(12, 16)
                + '-'
                + hex.substring(16, 20)
                + '-'
                + hex.substring(20);
    }
}
