package io.marquee.workhorse.feature.online;

/**
 * The script that takes one view's fields out of an entity's row unless they are of a later time.
 *
 * <p>KEYS: the row. ARGV: timestamp field, seconds, nanoseconds, then all hash fields of the view. It answers how many rows
 * went: 1 or 0.
 */
final class RowRemovalScript {

    static final String SOURCE = RowWriteScript.TIMES + """
            local stored = redis.call('HGET', KEYS[1], ARGV[1])
            if not stored or is_newer(stored, tonumber(ARGV[2]), tonumber(ARGV[3])) then return 0 end
            redis.call('HDEL', KEYS[1], unpack(ARGV, 4))
            return 1
            """;

    private RowRemovalScript() {}
}
