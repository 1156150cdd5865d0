package io.marquee.platform.web;

import io.marquee.contract.problem.ProblemType;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A body that is too large, takes too long or breaks off. It is an {@link IOException} so that JSON readers let it pass as it is. */
public final class RefusedBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;

    private RefusedBodyException(ProblemType type, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.type = type;
    }

    static RefusedBodyException tooLarge(long maxBytes) {
        return new RefusedBodyException(
                ProblemType.TOO_LARGE, "The body is larger than the " + maxBytes + " bytes that are allowed.", null);
    }

    static RefusedBodyException tooSlow(Duration maxTime) {
        return new RefusedBodyException(
                ProblemType.TOO_SLOW,
                "The body did not arrive within the " + maxTime.toSeconds() + " s that are allowed.",
                null);
    }

    /** The sender broke off, or fell silent for too long. */
    static RefusedBodyException brokenOff(IOException cause) {
        return new RefusedBodyException(ProblemType.MALFORMED_BODY, "The body ended early.", cause);
    }

    public ProblemType type() {
        return type;
    }
}
