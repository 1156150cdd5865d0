package io.marquee.workhorse.tracking.wire;

import io.marquee.contract.problem.Problem;
import io.marquee.contract.problem.ProblemType;

/**
 * How MLflow tells of a failure.
 *
 * @param errorCode what kind it is, which clients decide by
 * @param message for people
 */
@MlflowMessage
public record ErrorBody(ErrorCode errorCode, String message) {

    /** The same failure as our own APIs tell of it. */
    Problem toProblem() {
        ProblemType type =
                switch (errorCode) {
                    case RESOURCE_ALREADY_EXISTS, RESOURCE_CONFLICT -> ProblemType.CONFLICT;
                    default -> ProblemType.ofStatus(errorCode.status());
                };
        return Problem.of(type, message, null);
    }
}
