package io.marquee.workhorse.adapter;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A target that cannot be used as asked: it does not answer, refuses the user, or does not know what is named. The message
 * says which target, what is wrong and what to check, and never has a secret in it.
 */
public final class AdapterException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Whose turn it is. */
    public enum Kind {
        /** The request has to be changed. */
        REQUEST,
        /** The target has to be changed, or be waited for. */
        TARGET,
        /** Something has to be added to this service, for example a driver. */
        MISSING_PART
    }

    private final Kind kind;

    public AdapterException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What a client is told whose request named the target in that field. */
    public static ProblemException problem(String field, IOException e) {
        String message = String.valueOf(e.getMessage());
        ProblemType type =
                switch (e instanceof AdapterException adapter ? adapter.kind() : Kind.TARGET) {
                    case REQUEST -> ProblemType.INVALID_REQUEST;
                    case TARGET -> ProblemType.UPSTREAM_FAILED;
                    case MISSING_PART -> ProblemType.UNPROCESSABLE;
                };
        return new ProblemException(type, "'" + field + "': " + message, e);
    }
}
