package io.marquee.workhorse.feature.online;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The script that writes one feature row unless a newer one is there.
 *
 * <p>KEYS: the row. ARGV: timestamp field, seconds, nanoseconds, seconds to live or 0, then hash fields with their values.
 * It answers 1 when it wrote and 0 when it did not, and renews the time to live in both cases. The stored time is a
 * {@code google.protobuf.Timestamp}: field 1 (tag 8) seconds, field 2 (tag 16) nanoseconds, as varints.
 */
final class RowWriteScript {

    /** Functions over stored times. */
    static final String TIMES = """
            local function varint(bytes, at)
                local value, factor = 0, 1
                while true do
                    local byte = string.byte(bytes, at)
                    if not byte then return nil, at end
                    at = at + 1
                    value = value + (byte % 128) * factor
                    if byte < 128 then return value, at end
                    factor = factor * 128
                end
            end
            local function is_newer(stored, seconds, nanos)
                local stored_seconds, stored_nanos, at = 0, 0, 1
                while at <= #stored do
                    local tag = string.byte(stored, at)
                    local value
                    value, at = varint(stored, at + 1)
                    if not value then return false end
                    if value >= 2^63 then value = value - 2^64 end
                    if tag == 8 then stored_seconds = value elseif tag == 16 then stored_nanos = value end
                end
                return stored_seconds > seconds or (stored_seconds == seconds and stored_nanos > nanos)
            end
            """;

    static final String SOURCE = TIMES + """
            local written = 1
            local stored = redis.call('HGET', KEYS[1], ARGV[1])
            if stored and is_newer(stored, tonumber(ARGV[2]), tonumber(ARGV[3])) then
                written = 0
            else
                redis.call('HSET', KEYS[1], unpack(ARGV, 5))
            end
            local seconds_to_live = tonumber(ARGV[4])
            if seconds_to_live > 0 then
                redis.call('EXPIRE', KEYS[1], seconds_to_live)
            else
                redis.call('PERSIST', KEYS[1])
            end
            return written
            """;

    static final String SHA1 = sha1();

    private RowWriteScript() {}

    private static String sha1() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(SOURCE.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
