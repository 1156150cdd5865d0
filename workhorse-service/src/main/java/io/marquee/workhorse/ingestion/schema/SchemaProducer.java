package io.marquee.workhorse.ingestion.schema;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the schema once; a service with a broken one does not start. */
@Singleton
class SchemaProducer {

    @Produces
    @Singleton
    @Startup
    CatalogueSchema schema(SchemaConfig config) {
        return SchemaReader.read(config.folder());
    }
}
