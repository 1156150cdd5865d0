package io.marquee.contract.feature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;

/** Names of the fields in a row's Redis hash, as Feast writes them. */
public final class HashField {

    private HashField() {}

    /** The field of a feature's value: the little-endian bytes of murmur3_x86_32, seed 0, of {@code view:feature}. */
    public static byte[] ofFeature(String view, String feature) {
        byte[] name = (view + ":" + feature).getBytes(StandardCharsets.UTF_8);
        int hash = MurmurHash3.hash32x86(name, 0, name.length, 0);
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(hash)
                .array();
    }

    /** The field of the row's event timestamp, {@code _ts:view}. */
    public static byte[] ofTimestamp(String view) {
        return ("_ts:" + view).getBytes(StandardCharsets.UTF_8);
    }
}
