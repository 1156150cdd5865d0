package io.marquee.workhorse.feature.registry;

import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.offline.CurrentBuild;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.online.OnlineStoreConfig;
import io.marquee.workhorse.feature.online.redis.RedisSettings;
import io.marquee.workhorse.feature.registry.feast.FeastRegistry;
import io.marquee.workhorse.feature.registry.feast.FeastRegistry.Times;
import io.marquee.workhorse.feature.registry.feast.FeastStoreFile;
import io.marquee.workhorse.feature.registry.feast.FeastTarget;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.storage.ObjectStoreConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The registry in force for Feast's tools. */
@ApplicationScoped
class FeastExport {

    private final RegisteredDefinitions active;
    private final RegistryStore store;
    private final OfflineStore offline;
    private final ObjectStore objects;
    private final OnlineStoreConfig online;
    private final FeatureConfig config;
    private final String kafkaServers;
    private final Optional<URI> s3Endpoint;

    FeastExport(
            RegisteredDefinitions active,
            RegistryStore store,
            OfflineStore offline,
            ObjectStore objects,
            OnlineStoreConfig online,
            FeatureConfig config,
            @ConfigProperty(name = "kafka.bootstrap.servers") String kafkaServers,
            ObjectStoreConfig storeConfig) {
        this.active = active;
        this.store = store;
        this.offline = offline;
        this.objects = objects;
        this.online = online;
        this.config = config;
        this.kafkaServers = kafkaServers;
        this.s3Endpoint = storeConfig.s3().endpoint();
    }

    /** The bytes of Feast's {@code registry.db}. */
    byte[] registry() {
        long revision = active.revision();
        FeatureDefinitions definitions = active.get();
        List<RegistryRevision> revisions = store.revisions();
        Map<String, Times> times = new HashMap<>();
        for (ObjectVersion version : store.objects()) {
            if (version.revision() <= revision) {
                times.merge(
                        version.kind().word() + ":" + version.name(),
                        new Times(version.createdAt(), version.createdAt()),
                        (first, last) -> new Times(first.created(), last.updated()));
            }
        }
        Instant updated = revisions.stream()
                .filter(candidate -> candidate.revision() == revision)
                .findFirst()
                .orElseThrow()
                .createdAt();
        return new FeastRegistry(definitions, target(), (kind, name) -> times.get(kind + ":" + name))
                .encode(revision, new Times(revisions.getLast().createdAt(), updated));
    }

    /** The text of Feast's {@code feature_store.yaml}. */
    String storeFile() {
        return FeastStoreFile.of(target());
    }

    private FeastTarget target() {
        CurrentBuild build = offline.current();
        RedisSettings redis = online.settings();
        StringBuilder connection = new StringBuilder(String.join(
                ",",
                redis.nodes().stream()
                        .map(node -> node.host() + ":" + node.port())
                        .toList()));
        if (redis.database() > 0) {
            connection.append(",db=").append(redis.database());
        }
        redis.username().ifPresent(name -> connection.append(",username=").append(name));
        if (redis.tls()) {
            connection.append(",ssl=true");
        }
        return new FeastTarget(
                config.project(),
                view -> objects.uri()
                        + build.find(view).map(rows -> rows.objectKey()).orElse("features/" + view + "/"),
                s3Endpoint.map(URI::toString).orElse(null),
                kafkaServers,
                redis.type().name().toLowerCase(Locale.ROOT),
                connection.toString());
    }
}
