package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import io.marquee.workhorse.platform.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder of definitions: {@code entities.yaml}, and each other {@code .yaml} file one feature view. What the keys
 * mean stands in {@code config/features/movie_features.yaml}.
 */
public final class DefinitionReader {

    private static final String ENTITIES = "entities.yaml";

    /** Names go into SQL, file names and Redis; these mean the same everywhere. */
    private static final String NAME = "[a-z][a-z0-9_]{0,62}";

    private DefinitionReader() {}

    /**
     * Reads the folder.
     *
     * @throws DefinitionException naming file, line and reason, when anything in it cannot be used
     */
    public static FeatureDefinitions read(Path folder) {
        Map<String, Entity> entities = new HashMap<>();
        for (Entity entity : entities(folder.resolve(ENTITIES))) {
            entities.put(entity.name(), entity);
        }
        List<ViewDefinition> views = new ArrayList<>();
        Map<String, Path> seen = new HashMap<>();
        for (Path file : viewFiles(folder)) {
            ViewDefinition view = view(YamlNode.read(file), entities);
            Path other = seen.put(view.name(), file);
            if (other != null) {
                throw new DefinitionException(
                        file, 1, "view '" + view.name() + "' is also defined in " + other.getFileName());
            }
            views.add(view);
        }
        if (views.isEmpty()) {
            throw new DefinitionException(folder, "there is no feature view");
        }
        return new FeatureDefinitions(List.copyOf(entities.values()), views);
    }

    private static List<Path> viewFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith(ENTITIES))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DefinitionException(folder, "the folder of feature definitions cannot be read");
        }
    }

    private static List<Entity> entities(Path file) {
        List<Entity> entities = new ArrayList<>();
        for (YamlNode node :
                YamlNode.read(file).mapping("entities").get("entities").list()) {
            Map<String, YamlNode> values = node.mapping("name", "join_key", "type", "description");
            String name = name(values.get("name"));
            ValueType type = values.get("type").as(ValueType::named);
            if (type != ValueType.INT64) {
                throw values.get("type").wrong("a join key must be INT64, got: " + type);
            }
            JoinKey joinKey = new JoinKey(name, name(values.get("join_key")), type);
            entities.add(new Entity(name, joinKey, values.get("description").text()));
        }
        return entities;
    }

    private static ViewDefinition view(YamlNode root, Map<String, Entity> entities) {
        Map<String, YamlNode> values = root.mapping(
                "view",
                "version",
                "entities",
                "description",
                "owner",
                "ttl",
                "online_ttl",
                "tags?",
                "offline?",
                "fields",
                "sql");
        List<YamlNode> entityNodes = values.get("entities").list();
        if (entityNodes.size() > 1) {
            throw entityNodes.get(1).wrong("a view has exactly one entity");
        }
        String entityName = entityNodes.getFirst().text();
        Entity entity = entities.get(entityName);
        if (entity == null) {
            throw entityNodes.getFirst().wrong("entity '" + entityName + "' is not in " + ENTITIES);
        }
        List<FeatureField> fields = new ArrayList<>();
        for (YamlNode field : values.get("fields").list()) {
            fields.add(field(field, fields, entity.joinKey().column()));
        }
        try {
            FeatureView view = new FeatureView(
                    name(values.get("view")),
                    values.get("version").wholeNumber(1),
                    List.of(entity.joinKey()),
                    fields,
                    values.get("ttl").duration(),
                    values.get("owner").text(),
                    values.get("description").text(),
                    tags(values.get("tags")),
                    values.get("sql").text());
            boolean offline =
                    !values.containsKey("offline") || values.get("offline").flag();
            return new ViewDefinition(view, offline, values.get("online_ttl").duration());
        } catch (IllegalArgumentException e) {
            throw root.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static FeatureField field(YamlNode node, List<FeatureField> before, String joinKey) {
        Map<String, YamlNode> values = node.mapping("name", "type", "description", "min?", "max?");
        String name = name(values.get("name"));
        if (name.equals(joinKey) || name.equals("event_timestamp")) {
            throw values.get("name").wrong("'" + name + "' is a column that every row has, not a feature");
        }
        if (before.stream().anyMatch(field -> field.name().equals(name))) {
            throw values.get("name").wrong("feature '" + name + "' is there twice");
        }
        ValueType type = values.get("type").as(ValueType::named);
        Double min = bound(values.get("min"), type);
        Double max = bound(values.get("max"), type);
        try {
            return new FeatureField(name, type, values.get("description").text(), min, max);
        } catch (IllegalArgumentException e) {
            throw node.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Double bound(@Nullable YamlNode node, ValueType type) {
        if (node == null) {
            return null;
        }
        if (!type.isNumeric()) {
            throw node.wrong("only numbers have a range, not " + type);
        }
        return node.number();
    }

    private static Map<String, String> tags(@Nullable YamlNode node) {
        Map<String, String> tags = new HashMap<>();
        if (node != null) {
            node.anyMapping().forEach((key, value) -> tags.put(key, value.text()));
        }
        return tags;
    }

    private static String name(YamlNode node) {
        String name = node.text();
        if (!name.matches(NAME)) {
            throw node.wrong("a name has lower-case letters, digits and _ and begins with a letter, got: " + name);
        }
        return name;
    }
}
