package io.marquee.workhorse.feature.feast;

import io.marquee.platform.web.BodyLimit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Feast's paths hold bodies to {@code marquee.feast.max-body} themselves and refuse them in Feast's way. */
@ApplicationScoped
class FeastBodyLimits {

    @Produces
    @Singleton
    BodyLimit push() {
        return BodyLimit.counted("/push");
    }

    @Produces
    @Singleton
    BodyLimit write() {
        return BodyLimit.counted("/write-to-online-store");
    }

    @Produces
    @Singleton
    BodyLimit materialize() {
        return BodyLimit.counted("/materialize");
    }

    @Produces
    @Singleton
    BodyLimit materializeIncremental() {
        return BodyLimit.counted("/materialize-incremental");
    }
}
