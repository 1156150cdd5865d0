package io.marquee.controltower.orchestration.definition;

import java.io.StringReader;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One mapping of a YAML document, read strictly: each complaint names the key, the value and the line. */
final class YamlMapping {

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h|d)?");
    private static final Map<String, Double> UNIT_MILLIS =
            Map.of("ms", 1.0, "s", 1000.0, "m", 60_000.0, "h", 3_600_000.0, "d", 86_400_000.0);

    private final int line;
    private final Map<String, Node> entries;

    private YamlMapping(int line, Map<String, Node> entries) {
        this.line = line;
        this.entries = entries;
    }

    /** The document's top mapping. */
    static YamlMapping parse(String text) throws InvalidDagFileException {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(20);
        options.setAllowRecursiveKeys(false);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                throw new InvalidDagFileException(0, "the file is empty");
            }
            return of(root, "the file");
        } catch (MarkedYAMLException e) {
            int at = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new InvalidDagFileException(at, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new InvalidDagFileException(0, "not YAML: " + e.getMessage());
        }
    }

    private static YamlMapping of(Node node, String what) throws InvalidDagFileException {
        if (!(node instanceof MappingNode mapping)) {
            throw new InvalidDagFileException(lineOf(node), what + " must consist of 'key: value' entries");
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new InvalidDagFileException(lineOf(tuple.getKeyNode()), "a key must be plain text");
            }
            if (entries.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                throw new InvalidDagFileException(lineOf(key), "key '" + key.getValue() + "' is given twice");
            }
        }
        return new YamlMapping(lineOf(mapping), entries);
    }

    int line() {
        return line;
    }

    /** The line of that entry, or of the mapping when there is none. */
    int line(String key) {
        Node node = entries.get(key);
        return node == null ? line : lineOf(node);
    }

    /** Refuses keys other than these. */
    void allowOnly(String... keys) throws InvalidDagFileException {
        List<String> allowed = Arrays.asList(keys);
        for (Map.Entry<String, Node> entry : entries.entrySet()) {
            if (!allowed.contains(entry.getKey())) {
                throw new InvalidDagFileException(
                        lineOf(entry.getValue()),
                        "unknown key '" + entry.getKey() + "', known here: "
                                + String.join(", ", new TreeSet<>(allowed)));
            }
        }
    }

    String text(String key) throws InvalidDagFileException {
        Optional<String> value = optionalText(key);
        if (value.isEmpty()) {
            throw new InvalidDagFileException(line(key), "key '" + key + "' is required");
        }
        return value.get();
    }

    /** The text of that entry; empty when it is absent or null. */
    Optional<String> optionalText(String key) throws InvalidDagFileException {
        Node node = entries.get(key);
        if (node == null || Tag.NULL.equals(node.getTag())) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            throw new InvalidDagFileException(lineOf(node), "'" + key + "' must be one value");
        }
        return Optional.of(scalar.getValue());
    }

    int number(String key, int whenAbsent) throws InvalidDagFileException {
        Optional<String> value = optionalText(key);
        try {
            return value.isEmpty() ? whenAbsent : Integer.parseInt(value.get());
        } catch (NumberFormatException e) {
            throw new InvalidDagFileException(
                    line(key), "'" + key + "' must be a whole number, got: '" + value.get() + "'");
        }
    }

    boolean flag(String key, boolean whenAbsent) throws InvalidDagFileException {
        Optional<String> value = optionalText(key);
        if (value.isEmpty()) {
            return whenAbsent;
        }
        return switch (value.get()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new InvalidDagFileException(
                        line(key), "'" + key + "' must be true or false, got: '" + value.get() + "'");
        };
    }

    /** A duration as {@code 30} (seconds), {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 1d} or ISO-8601. */
    @Nullable
    Duration duration(String key, @Nullable Duration whenAbsent) throws InvalidDagFileException {
        Optional<String> value = optionalText(key);
        if (value.isEmpty()) {
            return whenAbsent;
        }
        Matcher matcher = SHORT_DURATION.matcher(value.get());
        if (matcher.matches()) {
            String unit = matcher.group(2) == null ? "s" : matcher.group(2);
            return Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * UNIT_MILLIS.get(unit)));
        }
        try {
            return Duration.parse(value.get());
        } catch (DateTimeParseException e) {
            throw new InvalidDagFileException(
                    line(key), "'" + key + "' must be a duration such as 2s, 5m or PT1H, got: '" + value.get() + "'");
        }
    }

    List<String> texts(String key) throws InvalidDagFileException {
        List<String> texts = new ArrayList<>();
        for (Node element : elements(key)) {
            if (!(element instanceof ScalarNode scalar)) {
                throw new InvalidDagFileException(lineOf(element), "'" + key + "' must be a list of names");
            }
            texts.add(scalar.getValue());
        }
        return texts;
    }

    /** That entry's own entries; an empty mapping when it is absent. */
    YamlMapping mapping(String key) throws InvalidDagFileException {
        Node node = entries.get(key);
        return node == null || Tag.NULL.equals(node.getTag())
                ? new YamlMapping(line, Map.of())
                : of(node, "'" + key + "'");
    }

    List<YamlMapping> mappings(String key) throws InvalidDagFileException {
        List<YamlMapping> mappings = new ArrayList<>();
        for (Node element : elements(key)) {
            mappings.add(of(element, "an entry of '" + key + "'"));
        }
        return mappings;
    }

    /** All entries as JSON values. */
    Map<String, Object> values() throws InvalidDagFileException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : entries.entrySet()) {
            values.put(entry.getKey(), value(entry.getValue()));
        }
        return values;
    }

    private List<Node> elements(String key) throws InvalidDagFileException {
        Node node = entries.get(key);
        if (node == null || Tag.NULL.equals(node.getTag())) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw new InvalidDagFileException(lineOf(node), "'" + key + "' must be a list");
        }
        return sequence.getValue();
    }

    private static @Nullable Object value(Node node) throws InvalidDagFileException {
        if (node instanceof MappingNode) {
            return of(node, "a parameter").values();
        }
        if (node instanceof SequenceNode sequence) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                list.add(value(element));
            }
            return list;
        }
        ScalarNode scalar = (ScalarNode) node;
        String text = scalar.getValue();
        try {
            if (Tag.NULL.equals(scalar.getTag())) {
                return null;
            }
            if (Tag.BOOL.equals(scalar.getTag())) {
                return Boolean.parseBoolean(text);
            }
            if (Tag.INT.equals(scalar.getTag())) {
                return Long.parseLong(text);
            }
            if (Tag.FLOAT.equals(scalar.getTag())) {
                return Double.parseDouble(text);
            }
            return text;
        } catch (NumberFormatException e) {
            throw new InvalidDagFileException(lineOf(node), "not a number: '" + text + "'");
        }
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
