package io.marquee.workhorse.tracking.wire;

import io.marquee.platform.web.BodyLimit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** How large the JSON of MLflow's calls may be. */
@ApplicationScoped
class MlflowBodyLimits {

    @Produces
    @Singleton
    BodyLimit calls() {
        return BodyLimit.upTo(MlflowApi.PREFIX, RequestBody.MAX_BODY_BYTES);
    }
}
