package io.marquee.workhorse.tracking.artifact;

import io.marquee.platform.web.BodyLimit;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Files are held to the limits of {@link ArtifactConfig}, while they are stored. */
@ApplicationScoped
class ArtifactBodyLimits {

    @Produces
    @Singleton
    BodyLimit files() {
        return BodyLimit.watched(MlflowApi.PREFIX + "/mlflow-artifacts/artifacts");
    }

    @Produces
    @Singleton
    BodyLimit parts() {
        return BodyLimit.watched(MlflowApi.PREFIX + "/mlflow-artifacts/mpu/part");
    }
}
