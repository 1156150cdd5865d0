package io.marquee.workhorse.feature.definition;

import io.marquee.workhorse.feature.FeatureConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the definitions once; a service with broken ones does not start. */
@Singleton
class FeatureDefinitionsProducer {

    @Produces
    @Singleton
    @Startup
    FeatureDefinitions definitions(FeatureConfig config) {
        return DefinitionReader.read(config.definitions());
    }
}
