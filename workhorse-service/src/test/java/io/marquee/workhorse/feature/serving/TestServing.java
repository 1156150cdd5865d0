package io.marquee.workhorse.feature.serving;

import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.AggregationSql;
import io.marquee.workhorse.feature.definition.DefinitionReader;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.online.OnlineStoreConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Serving as a service has it, on the definitions of the tests and without a container. */
public final class TestServing {

    /** The project of the rows that tests write: another than the product's, whose rows other tests count. */
    public static final String PROJECT = "feast_edge";

    private TestServing() {}

    public static FeatureDefinitions definitions() {
        return DefinitionReader.read(Path.of("src/test/resources/feast-definitions"), AggregationSql.NONE);
    }

    /** Defaults with some settings changed; names without a dot are those below {@code marquee.feast}. */
    public static ServingConfig config(Map<String, String> changed) {
        return mapping(changed).getConfigMapping(ServingConfig.class);
    }

    public static FeatureServing serving(Vertx vertx, Map<String, String> settings, Clock clock) {
        ServingConfig config = config(settings);
        OnlineStoreConfig store = mapping(settings).getConfigMapping(OnlineStoreConfig.class);
        FeatureDefinitions definitions = definitions();
        FeatureConfig features = mapping(Map.of()).getConfigMapping(FeatureConfig.class);
        return new FeatureServing(
                new FeaturePlans(() -> definitions, features),
                new RedisRowReader(vertx, config, store),
                config,
                store,
                clock);
    }

    static RedisRowReader reader(Vertx vertx, Map<String, String> settings) {
        SmallRyeConfig all = mapping(settings);
        return new RedisRowReader(
                vertx, all.getConfigMapping(ServingConfig.class), all.getConfigMapping(OnlineStoreConfig.class));
    }

    private static SmallRyeConfig mapping(Map<String, String> changed) {
        Map<String, String> values = new HashMap<>();
        values.put("marquee.feature.project", PROJECT);
        values.put("marquee.feature.definitions", "unused");
        values.put("marquee.feature.work-folder", "unused");
        values.put("marquee.online-store.connection-string", "unused");
        changed.forEach((name, value) -> values.put(name.contains(".") ? name : "marquee.feast." + name, value));
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(ServingConfig.class)
                .withMapping(FeatureConfig.class)
                .withMapping(OnlineStoreConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
