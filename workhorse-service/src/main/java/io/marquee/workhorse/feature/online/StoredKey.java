package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Tells an entity's key from others that may lie in the same Redis. */
final class StoredKey {

    private StoredKey() {}

    /**
     * Whether a key is that of an entity of a project, in serialization version 3: another project's name may end like this
     * one's, and other programs have keys of their own.
     *
     * @param project its name in UTF-8
     */
    static boolean isOf(byte[] project, byte[] key) {
        ByteBuffer rest = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        int joinKeys = rest.remaining() < 4 ? 0 : rest.getInt();
        if (joinKeys < 1 || joinKeys > key.length / 16) {
            return false;
        }
        for (int part = 0; part < 2 * joinKeys; part++) {
            if (rest.remaining() < 8) {
                return false;
            }
            int type = rest.getInt();
            int length = rest.getInt();
            boolean isName = part < joinKeys;
            if (isName && type != ValueType.STRING.number() || length < 0 || length > rest.remaining()) {
                return false;
            }
            rest.position(rest.position() + length);
        }
        return Arrays.equals(key, rest.position(), key.length, project, 0, project.length);
    }
}
