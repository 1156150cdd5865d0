package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import io.marquee.workhorse.platform.yaml.YamlNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads definition files: {@code entities.yaml}, {@code sources.yaml}, {@code services.yaml}, and each other {@code .yaml}
 * file one feature view. What the keys mean stands in {@code config/features/README.md}.
 */
public final class DefinitionReader {

    private DefinitionReader() {}

    /** As {@link #read(DefinitionFiles, AggregationSql)}, the files of a folder. */
    public static FeatureDefinitions read(Path folder, AggregationSql aggregationSql) {
        return read(DefinitionFiles.of(folder), aggregationSql);
    }

    /**
     * Reads the files.
     *
     * @throws DefinitionException naming file, line and reason, when anything in them cannot be used
     */
    public static FeatureDefinitions read(DefinitionFiles files, AggregationSql aggregationSql) {
        Map<String, Entity> entities = entities(file(files, DefinitionFiles.ENTITIES));
        Map<String, Source> sources = SourceReader.read(file(files, DefinitionFiles.SOURCES));
        Map<String, YamlNode> roots = new LinkedHashMap<>();
        files.viewTexts().forEach((name, text) -> roots.put(name, YamlNode.read(Path.of(name), text)));
        Map<String, ViewDefinition> views;
        try (SqlInspector inspector = SqlInspector.open()) {
            views = views(roots, new ViewReader(entities, sources, names(roots), aggregationSql, inspector));
        }
        if (views.isEmpty()) {
            throw new DefinitionException(Path.of("definitions"), "there is no feature view");
        }
        Map<String, FeatureService> services = files.texts().containsKey(DefinitionFiles.SERVICES)
                ? ServiceReader.read(file(files, DefinitionFiles.SERVICES), views)
                : Map.of();
        return new FeatureDefinitions(entities.values(), sources.values(), views.values(), services.values());
    }

    /** The names of all views, as far as their files say one. */
    private static Set<String> names(Map<String, YamlNode> roots) {
        Set<String> names = new HashSet<>();
        for (YamlNode root : roots.values()) {
            YamlNode name = root.anyMapping().get("view");
            if (name != null) {
                names.add(name.text());
            }
        }
        return names;
    }

    private static Map<String, ViewDefinition> views(Map<String, YamlNode> roots, ViewReader reader) {
        Map<String, ViewDefinition> views = new LinkedHashMap<>();
        Map<String, String> fileOfView = new LinkedHashMap<>();
        roots.forEach((name, root) -> {
            ViewDefinition view = reader.read(root);
            String other = fileOfView.put(view.name(), name);
            if (other != null) {
                throw root.wrong("view '" + view.name() + "' is also defined in " + other);
            }
            views.put(view.name(), view);
        });
        return views;
    }

    private static YamlNode file(DefinitionFiles files, String name) {
        String text = files.texts().get(name);
        if (text == null) {
            throw new DefinitionException(Path.of(name), 1, "the file is missing");
        }
        return YamlNode.read(Path.of(name), text);
    }

    private static Map<String, Entity> entities(YamlNode file) {
        Map<String, Entity> entities = new LinkedHashMap<>();
        Map<String, String> entityOfColumn = new LinkedHashMap<>();
        for (YamlNode node : file.mapping("entities").get("entities").list()) {
            Map<String, YamlNode> values = node.mapping("name", "join_key", "type", "description");
            String name = Names.newName(values.get("name"), "entity", entities);
            String column = Names.name(values.get("join_key"));
            String other = entityOfColumn.put(column, name);
            if (other != null) {
                throw values.get("join_key").wrong("join key '" + column + "' is that of entity '" + other + "' too");
            }
            if (column.equals(Names.EVENT_TIMESTAMP)) {
                throw values.get("join_key").wrong("'" + column + "' is a column that every row has");
            }
            JoinKey joinKey = new JoinKey(name, column, keyType(values.get("type")));
            entities.put(
                    name, new Entity(name, joinKey, values.get("description").text()));
        }
        return entities;
    }

    private static ValueType keyType(YamlNode node) {
        ValueType type = node.as(ValueType::named);
        return switch (type) {
            case INT64, INT32, STRING, BYTES, UNIX_TIMESTAMP -> type;
            default -> throw node.wrong("a join key is INT64, INT32, STRING, BYTES or UNIX_TIMESTAMP, got: " + type);
        };
    }
}
