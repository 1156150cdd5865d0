package io.marquee.workhorse.feature.online.redis;

import java.io.IOException;
import java.util.List;

/** Redis answered with an error, or not at all. */
public final class RedisException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Errors of a server that is starting, failing over or moving slots. */
    private static final List<String> PASSING =
            List.of("LOADING", "BUSY", "CLUSTERDOWN", "TRYAGAIN", "MASTERDOWN", "READONLY", "NOREPLICAS");

    private final boolean passing;

    private RedisException(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** The connection did not come about, broke or stayed silent. */
    public RedisException(RedisNode node, IOException cause) {
        super(node + " does not answer: " + cause.getMessage(), cause);
        this.passing = true;
    }

    /** An error that a server answered with, for example {@code WRONGTYPE Operation against …}. */
    static RedisException refused(String error) {
        return new RedisException(error, PASSING.contains(error.split(" ", 2)[0]));
    }

    /** Something that another try may get round. */
    public static RedisException passing(String message) {
        return new RedisException(message, true);
    }

    /** Whether the same may work in a moment: an outage, not a refusal. */
    public boolean isPassing() {
        return passing;
    }
}
