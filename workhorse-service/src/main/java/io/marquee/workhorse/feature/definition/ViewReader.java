package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.platform.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a view's file; what the keys mean stands in {@code config/features/README.md}. */
final class ViewReader {

    private final Map<String, Entity> entities;
    private final Map<String, Source> sources;
    private final Set<String> viewNames;
    private final AggregationSql aggregationSql;
    private final SqlInspector inspector;

    ViewReader(
            Map<String, Entity> entities,
            Map<String, Source> sources,
            Set<String> viewNames,
            AggregationSql aggregationSql,
            SqlInspector inspector) {
        this.entities = entities;
        this.sources = sources;
        this.viewNames = viewNames;
        this.aggregationSql = aggregationSql;
        this.inspector = inspector;
    }

    ViewDefinition read(YamlNode root) {
        boolean aggregated = root.anyMapping().containsKey("aggregations");
        Map<String, YamlNode> values =
                aggregated ? values(root, "source", "hop?", "aggregations") : values(root, "sources", "fields", "sql");
        String name = Names.name(values.get("view"));
        List<JoinKey> joinKeys = joinKeys(values.get("entities"));
        Computation computation;
        List<FeatureField> fields;
        List<String> read;
        if (aggregated) {
            Source.Stream stream = stream(values.get("source"));
            AggregationReader.Read aggregations =
                    AggregationReader.read(values.get("aggregations"), stream, joinKeys, hop(values.get("hop")));
            requireColumns(values.get("entities"), joinKeys, stream);
            computation = aggregations.computation();
            fields = aggregations.fields();
            read = List.of(stream.name());
        } else {
            read = sources(values.get("sources"));
            fields = fields(values.get("fields"), joinKeys);
            computation = new Computation.Sql(sql(values.get("sql"), read));
        }
        try {
            String sql =
                    switch (computation) {
                        case Computation.Sql written -> written.sql();
                        case Computation.Aggregations aggregations -> aggregationSql.query(joinKeys, aggregations);
                    };
            FeatureView view = new FeatureView(
                    name,
                    values.get("version").wholeNumber(1),
                    joinKeys,
                    fields,
                    timeToLive(values.get("ttl")),
                    values.get("owner").text(),
                    values.get("description").text(),
                    Names.tags(values.get("tags")),
                    sql);
            return new ViewDefinition(
                    view,
                    computation,
                    read,
                    pushSource(values.get("push_source")),
                    !values.containsKey("offline") || values.get("offline").flag(),
                    timeToLive(values.get("online_ttl")));
        } catch (IllegalArgumentException e) {
            throw root.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, YamlNode> values(YamlNode root, String... own) {
        List<String> keys = new ArrayList<>(List.of(
                "view",
                "version",
                "entities",
                "description",
                "owner",
                "ttl",
                "online_ttl",
                "tags?",
                "offline?",
                "push_source?"));
        keys.addAll(List.of(own));
        return root.mapping(keys.toArray(String[]::new));
    }

    /** A query that reads the sources it says, neither more nor fewer: lineage follows from them. */
    private String sql(YamlNode node, List<String> sources) {
        String sql = node.text();
        try {
            Set<String> tables = inspector.tablesOf(sql);
            for (String table : tables) {
                if (!sources.contains(table)) {
                    throw node.wrong("the SQL reads '" + table + "', which is not among the view's sources");
                }
            }
            for (String source : sources) {
                if (!tables.contains(source)) {
                    throw node.wrong("the SQL does not read source '" + source + "'");
                }
            }
        } catch (SqlInspector.RefusedException e) {
            throw node.wrongInText(e.line(), String.valueOf(e.getMessage()));
        }
        return sql;
    }

    private List<JoinKey> joinKeys(YamlNode list) {
        Map<String, JoinKey> joinKeys = new LinkedHashMap<>();
        for (YamlNode node : list.list()) {
            Entity entity = entities.get(node.text());
            if (entity == null) {
                throw node.wrong("entity '" + node.text() + "' is not in " + DefinitionFiles.ENTITIES);
            }
            if (joinKeys.put(entity.name(), entity.joinKey()) != null) {
                throw node.wrong("entity '" + entity.name() + "' is there twice");
            }
        }
        return List.copyOf(joinKeys.values());
    }

    private List<String> sources(YamlNode list) {
        Map<String, Source> named = new LinkedHashMap<>();
        for (YamlNode node : list.list()) {
            Source source = source(node);
            if (source instanceof Source.Push) {
                throw node.wrong(
                        "source '" + source.name() + "' is for rows that are handed in, nothing is computed of it");
            }
            if (named.put(source.name(), source) != null) {
                throw node.wrong("source '" + source.name() + "' is there twice");
            }
        }
        return List.copyOf(named.keySet());
    }

    private Source source(YamlNode node) {
        Source source = sources.get(node.text());
        if (source == null && viewNames.contains(node.text())) {
            throw node.wrong("'" + node.text()
                    + "' is a feature view: views are computed from sources alone, so that none depends on itself");
        }
        if (source == null) {
            throw node.wrong("source '" + node.text() + "' is not in " + DefinitionFiles.SOURCES);
        }
        return source;
    }

    private Source.Stream stream(YamlNode node) {
        Source source = source(node);
        if (source instanceof Source.Stream stream) {
            return stream;
        }
        throw node.wrong("aggregations are of a stream, and source '" + source.name() + "' is a " + source.kind());
    }

    private @Nullable String pushSource(@Nullable YamlNode node) {
        if (node == null) {
            return null;
        }
        Source source = source(node);
        if (!(source instanceof Source.Push)) {
            throw node.wrong(
                    "source '" + source.name() + "' is a " + source.kind() + ", rows cannot be handed in there");
        }
        return source.name();
    }

    private static void requireColumns(YamlNode node, List<JoinKey> joinKeys, Source.Stream stream) {
        for (JoinKey key : joinKeys) {
            ValueType type = stream.column(key.column()).orElse(null);
            if (type != key.type()) {
                throw node.wrong("source '" + stream.name() + "' must have the join key '" + key.column() + "' as "
                        + key.type() + ", it has " + (type == null ? "no such column" : type));
            }
        }
    }

    private static @Nullable Duration hop(@Nullable YamlNode node) {
        if (node == null) {
            return null;
        }
        Duration hop = node.duration();
        if (hop.isZero()) {
            throw node.wrong("a hop must be longer than nothing");
        }
        return hop;
    }

    /** Zero in the model means forever; files say so in words. */
    private static Duration timeToLive(YamlNode node) {
        if (node.is("forever")) {
            return Duration.ZERO;
        }
        Duration duration = node.duration();
        if (duration.isZero()) {
            throw node.wrong("a time to live is longer than nothing, or 'forever'");
        }
        return duration;
    }

    private static List<FeatureField> fields(YamlNode list, List<JoinKey> joinKeys) {
        Map<String, FeatureField> fields = new LinkedHashMap<>();
        for (YamlNode node : list.list()) {
            Map<String, YamlNode> values = node.mapping("name", "type", "description", "min?", "max?");
            String name = Names.featureName(values.get("name"), joinKeys, fields);
            ValueType type = values.get("type").as(ValueType::named);
            Double min = bound(values.get("min"), type);
            Double max = bound(values.get("max"), type);
            try {
                fields.put(
                        name,
                        new FeatureField(name, type, values.get("description").text(), min, max));
            } catch (IllegalArgumentException e) {
                throw node.wrong(String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(fields.values());
    }

    /** An end of a feature's valid range. */
    static @Nullable Double bound(@Nullable YamlNode node, ValueType type) {
        if (node == null) {
            return null;
        }
        if (!type.isNumeric()) {
            throw node.wrong("only numbers have a range, not " + type);
        }
        return node.number();
    }
}
