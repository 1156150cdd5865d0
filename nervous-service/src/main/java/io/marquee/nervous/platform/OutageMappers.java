package io.marquee.nervous.platform;

import io.marquee.contract.problem.Problem;
import io.marquee.contract.problem.ProblemType;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers 503 with a time to come back while the database is away, so that an Alertmanager, for one, sends again. */
class OutageMappers {

    private static final Logger LOG = Logger.getLogger(OutageMappers.class);

    private static final int RETRY_SECONDS = 5;

    @ServerExceptionMapper
    Response map(DatabaseException e) {
        return answer(e);
    }

    @ServerExceptionMapper
    Response map(PersistenceException e) {
        return answer(e);
    }

    private static Response answer(RuntimeException e) {
        if (Outage.causes(e)) {
            LOG.warnf("a request could not be answered, the database is away: %s", e.getMessage());
            return Response.status(ProblemType.UNAVAILABLE.status())
                    .type(Problem.MEDIA_TYPE)
                    .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                    .entity(Problem.of(ProblemType.UNAVAILABLE, "the database is away", null))
                    .build();
        }
        LOG.error("a request failed", e);
        return Response.status(ProblemType.INTERNAL.status())
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(ProblemType.INTERNAL, "the failure was logged with this request's id", null))
                .build();
    }
}
