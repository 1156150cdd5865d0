package io.marquee.workhorse.storage;

import io.marquee.workhorse.platform.DriverFolder;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Stores by address, for data that users keep elsewhere than in the service's own store. Buckets of S3 are reached on the
 * configured server with the configured rights, and are never made.
 */
@ApplicationScoped
public class ObjectStores {

    private static final Logger LOG = Logger.getLogger(ObjectStores.class);

    private final S3Bucket ownBucket;
    private final DriverFolder drivers;
    private final Map<String, ObjectStore> open = new ConcurrentHashMap<>();

    @Inject
    ObjectStores(ObjectStoreConfig config, DriverFolder drivers) {
        this(S3Bucket.of(config.s3()), drivers);
    }

    ObjectStores(S3Bucket ownBucket, DriverFolder drivers) {
        this.ownBucket = ownBucket;
        this.drivers = drivers;
    }

    /**
     * The store that an address is in.
     *
     * @throws IOException when the client of its technology is missing, saying how to add it
     */
    public ObjectStore at(ObjectAddress address) throws IOException {
        String place = address.withKey("").toString();
        ObjectStore known = open.get(place);
        if (known != null) {
            return known;
        }
        ObjectStore made = address.scheme().equals("s3")
                ? S3ObjectStore.open(ownBucket.foreign(address.container()))
                : provider(address).open(address.withKey(""), name -> System.getenv(name));
        ObjectStore raced = open.putIfAbsent(place, made);
        if (raced != null) {
            close(made);
            return raced;
        }
        return made;
    }

    @PreDestroy
    void close() {
        open.values().forEach(ObjectStores::close);
    }

    private ObjectStoreProvider provider(ObjectAddress address) throws IOException {
        String name = "io.marquee.storage." + (address.scheme().equals("gs") ? "gcs.Gcs" : "azure.Azure");
        return drivers.find(ObjectStoreProvider.class, type -> type.getName().equals(name + "ObjectStoreProvider"))
                .orElseThrow(() -> new IOException(missing(address.scheme())));
    }

    private String missing(String scheme) {
        String module = scheme.equals("gs") ? "storage-gcs" : "storage-azure";
        return scheme + ":// needs a client that is not part of the default build: build the module " + module
                + " with -Pcloud and put its jars (" + module + "/target/drivers) into " + drivers.folder()
                + " or another folder that MARQUEE_DRIVERS names";
    }

    private static void close(ObjectStore store) {
        if (store instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warnf("closing %s: %s", store.uri(), e.getMessage());
            }
        }
    }
}
