package io.marquee.workhorse.feature.definition;

import io.marquee.workhorse.feature.FeatureConfig;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the definitions once; a service with broken ones does not start. */
@Singleton
class FileDefinitions {

    @Produces
    @Singleton
    @Startup
    ActiveDefinitions definitions(FeatureConfig config, AggregationSql aggregationSql) {
        FeatureDefinitions definitions =
                DefinitionReader.read(DefinitionFiles.of(config.definitions()), aggregationSql);
        return () -> definitions;
    }

    @Produces
    @Singleton
    @DefaultBean
    AggregationSql noAggregations() {
        return AggregationSql.NONE;
    }
}
