package io.marquee.workhorse.ingestion.quality;

import io.marquee.workhorse.ingestion.quality.rule.QualityRules;
import io.marquee.workhorse.ingestion.quality.rule.QualityRulesReader;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the rules once; a service with broken ones does not start. */
@Singleton
class QualityRulesProducer {

    @Produces
    @Singleton
    @Startup
    QualityRules rules(QualityConfig config, CatalogueSchema schema) {
        return QualityRulesReader.read(config.folder(), schema);
    }
}
