package io.marquee.workhorse.feature.online.redis;

/**
 * The slot of a key in a cluster: CRC16 (XMODEM) of the key modulo 16384, or of what stands between its first brace and the
 * next closing one, when there is something. Source: Redis cluster specification, "Hash tags".
 */
public final class KeySlot {

    static final int SLOTS = 16_384;

    private static final int[] TABLE = table();

    private KeySlot() {}

    /** The slot of the key in these bytes. */
    public static int of(byte[] bytes, int from, int length) {
        int open = find(bytes, from, from + length, '{');
        if (open >= 0) {
            int close = find(bytes, open + 1, from + length, '}');
            if (close > open + 1) {
                return crc(bytes, open + 1, close) % SLOTS;
            }
        }
        return crc(bytes, from, from + length) % SLOTS;
    }

    private static int find(byte[] bytes, int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int crc(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = (crc << 8 ^ TABLE[(crc >>> 8 ^ bytes[i]) & 0xff]) & 0xffff;
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
            }
            table[i] = crc & 0xffff;
        }
        return table;
    }
}
