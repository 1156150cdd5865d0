package io.marquee.workhorse.feature.feast;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.platform.web.RefusedBodyException;
import io.marquee.workhorse.feature.serving.Compatibility;
import io.marquee.workhorse.feature.serving.ServingException;
import org.jboss.logging.Logger;

/**
 * Failures in the shape that Feast's clients understand. Feast gives errors of the request that have no class of their own
 * status 500; here they are 400 unless told to answer as Feast.
 */
final class FeastErrors {

    private static final Logger LOG = Logger.getLogger(FeastErrors.class);

    private final Compatibility compatibility;

    FeastErrors(Compatibility compatibility) {
        this.compatibility = compatibility;
    }

    static ProblemException tooLarge(int most) {
        return new ProblemException(ProblemType.TOO_LARGE, "the body is larger than " + most + " bytes");
    }

    FeastAnswer answer(Throwable failure) {
        return switch (failure) {
            case InvalidBody invalid -> invalid.answer();
            case ServingException refused -> answer(refused);
            case RefusedBodyException refused ->
                FeastAnswer.sentence(refused.type().status(), String.valueOf(refused.getMessage()));
            case ProblemException problem
            when problem.type().status() < 500 || problem.type() == ProblemType.UNAVAILABLE ->
                FeastAnswer.sentence(problem.type().status(), String.valueOf(problem.getMessage()));
            default -> {
                LOG.error("a request to the feature server failed", failure);
                yield FeastAnswer.sentence(500, "the failure was logged");
            }
        };
    }

    private FeastAnswer answer(ServingException refused) {
        String message = String.valueOf(refused.getMessage());
        int invalid = compatibility == Compatibility.FEAST ? 500 : 400;
        return switch (refused.kind()) {
            case VIEW_NOT_FOUND -> FeastAnswer.error(404, "FeatureViewNotFoundException", message);
            case SERVICE_NOT_FOUND -> FeastAnswer.error(404, "FeatureServiceNotFoundException", message);
            case PUSH_SOURCE_NOT_FOUND -> FeastAnswer.error(422, "PushSourceNotFoundException", message);
            case NAME_COLLISION -> FeastAnswer.error(invalid, "FeatureNameCollisionError", message);
            case INVALID -> FeastAnswer.sentence(invalid, message);
            case UNAVAILABLE -> FeastAnswer.sentence(503, message);
        };
    }
}
