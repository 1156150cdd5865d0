package io.marquee.workhorse.feature.historical;

import io.marquee.platform.web.BodyLimit;
import io.marquee.workhorse.feature.serving.ServingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** A request may bring its entities along, as many bytes of them as Feast's calls may. */
@ApplicationScoped
class HistoricalBodyLimit {

    @Produces
    @Singleton
    BodyLimit entities(ServingConfig config) {
        return BodyLimit.upTo("/api/v1/features/historical", config.maxBody());
    }
}
