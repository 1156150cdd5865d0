package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.AggregationSql;
import io.marquee.workhorse.feature.definition.DefinitionFiles;
import io.marquee.workhorse.feature.definition.DefinitionReader;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Online stores without a container, over views that are made for tests. */
final class TestStores {

    /** Two views of users, one of pairs. */
    static final FeatureDefinitions DEFINITIONS = DefinitionReader.read(
            new DefinitionFiles(Map.of(
                    "entities.yaml",
                    """
                    entities:
                      - {name: user, join_key: user_id, type: INT64, description: A user.}
                      - {name: genre, join_key: genre, type: STRING, description: A genre.}
                    """,
                    "sources.yaml",
                    """
                    sources:
                      - {name: ratings, type: table, table: catalog.ratings, description: Ratings., owner: data}
                    """,
                    "everything.yaml",
                    view("everything", "user", "30d", everyType()),
                    "counts.yaml",
                    view("counts", "user", "60d", "  - {name: n, type: INT64, description: N.}\n"),
                    "pairs.yaml",
                    view("pairs", "user, genre", "1h", "  - {name: n, type: INT64, description: N.}\n"))),
            AggregationSql.NONE);

    private TestStores() {}

    private static String view(String name, String entities, String onlineTtl, String fields) {
        return """
                view: %s
                version: 1
                entities: [%s]
                sources: [ratings]
                description: For tests.
                owner: data
                ttl: forever
                online_ttl: %s
                fields:
                %ssql: SELECT * FROM ratings
                """.formatted(name, entities, onlineTtl, fields);
    }

    private static String everyType() {
        StringBuilder fields = new StringBuilder();
        for (ValueType type : ValueType.values()) {
            fields.append("  - {name: a_%s, type: %s, description: One.}\n"
                    .formatted(type.name().toLowerCase(), type));
        }
        return fields.append("  - {name: missing, type: DOUBLE, description: None.}\n")
                .toString();
    }

    /** A store at that address. */
    static OnlineStore open(String connectionString, Map<String, String> settings) {
        return open(connectionString, settings, () -> DEFINITIONS);
    }

    /** A store of the service's own views. */
    static OnlineStore open(String connectionString, ActiveDefinitions definitions) {
        return open(connectionString, Map.of(), definitions);
    }

    private static OnlineStore open(
            String connectionString, Map<String, String> settings, ActiveDefinitions definitions) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(FeatureConfig.class)
                .withMapping(OnlineStoreConfig.class)
                .withDefaultValue("marquee.feature.definitions", ".")
                .withDefaultValue("marquee.feature.work-folder", ".")
                .withDefaultValue("marquee.feature.online-batch", "64")
                .withDefaultValue("marquee.online-store.connection-string", connectionString);
        settings.forEach((name, value) -> config.withDefaultValue("marquee.online-store." + name, value));
        var values = config.build();
        return new OnlineStore(
                definitions,
                values.getConfigMapping(FeatureConfig.class),
                values.getConfigMapping(OnlineStoreConfig.class));
    }

    static EntityKey user(long id) {
        return EntityKey.of("user_id", id);
    }

    /** A row of the view {@code counts}. */
    static EntityRow count(long user, Instant time, long n) {
        return new EntityRow(user(user), new OnlineRow(time, Map.of("n", n)));
    }

    /** A row with a value of every type, and none of the last field. */
    static OnlineRow everything(Instant time) {
        FeatureView view = DEFINITIONS.view("everything").view();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (FeatureField field : view.fields()) {
            values.put(field.name(), field.name().equals("missing") ? null : value(field.type()));
        }
        return new OnlineRow(time, values);
    }

    private static Object value(ValueType type) {
        return switch (type) {
            case BYTES -> new byte[] {0, -1, 13, 10};
            case STRING -> "Amélie ☕ 𝄞";
            case INT32 -> -7;
            case INT64 -> Long.MIN_VALUE;
            case DOUBLE -> -0.1;
            case FLOAT -> 3.5f;
            case BOOL -> true;
            case UNIX_TIMESTAMP -> 1_700_000_000L;
            case BYTES_LIST -> List.of(new byte[] {1}, new byte[0]);
            case STRING_LIST -> List.of("Drama", "", "Comédie");
            case INT32_LIST -> List.of(1, -1, 300);
            case INT64_LIST -> List.of(1L, -1L, 1L << 40);
            case DOUBLE_LIST -> List.of(0.5, 5.0);
            case FLOAT_LIST -> List.of(0.25f);
            case BOOL_LIST -> List.of(true, false);
            case UNIX_TIMESTAMP_LIST -> List.of();
        };
    }
}
