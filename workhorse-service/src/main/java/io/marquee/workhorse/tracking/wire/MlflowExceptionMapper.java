package io.marquee.workhorse.tracking.wire;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jboss.logging.Logger;

/** Sends failures in MLflow's shape. */
@Provider
public class MlflowExceptionMapper implements ExceptionMapper<MlflowException> {

    private static final Logger LOG = Logger.getLogger(MlflowExceptionMapper.class);

    @Override
    public Response toResponse(MlflowException failure) {
        if (failure.code().status() >= 500) {
            LOG.warn(failure.getMessage(), failure);
        }
        return Response.status(failure.code().status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorBody(failure.code(), failure.getMessage()))
                .build();
    }
}
