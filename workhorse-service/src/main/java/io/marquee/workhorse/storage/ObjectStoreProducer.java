package io.marquee.workhorse.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;

/** The object store that the configuration names. */
@ApplicationScoped
class ObjectStoreProducer {

    @Produces
    @ApplicationScoped
    ObjectStore objectStore(ObjectStoreConfig config) {
        return switch (config.type()) {
            case FILE -> new FileObjectStore(config.root());
            case S3 -> S3ObjectStore.open(config.s3());
        };
    }

    void close(@Disposes ObjectStore store) {
        if (store instanceof S3ObjectStore s3) {
            s3.close();
        }
    }
}
