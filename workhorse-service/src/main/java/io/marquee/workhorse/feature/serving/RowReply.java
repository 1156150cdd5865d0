package io.marquee.workhorse.feature.serving;

import java.util.Arrays;

/**
 * The values of one row as Redis sent them: the answer's own bytes and where in them each value stands, without an object
 * for a value.
 */
public final class RowReply {

    private final byte[] bytes;
    private final int[] froms;
    private final int[] lengths;

    /**
     * Values in these bytes.
     *
     * @param froms where each begins
     * @param lengths how long each is; -1 for a field that is not there
     */
    RowReply(byte[] bytes, int[] froms, int[] lengths) {
        this.bytes = bytes;
        this.froms = froms;
        this.lengths = lengths;
    }

    /** The bytes that values are in; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the value of a field begins. */
    public int from(int field) {
        return froms[field];
    }

    /** How long the value of a field is; 0 where it is not there. */
    public int length(int field) {
        return Math.max(0, lengths[field]);
    }

    /** The bytes of the value of a field; none where it is not there. */
    public byte[] value(int field) {
        return Arrays.copyOfRange(bytes, froms[field], froms[field] + length(field));
    }

    /** Whether the hash has the field. */
    public boolean has(int field) {
        return lengths[field] >= 0;
    }

    /** Whether the hash has none of the fields. */
    boolean isEmpty() {
        for (int length : lengths) {
            if (length >= 0) {
                return false;
            }
        }
        return true;
    }
}
