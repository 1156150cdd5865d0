package io.marquee.workhorse.platform.yaml;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
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

/**
 * A part of a YAML file that knows where it stands, so that each complaint names file and line. Reading is strict: a key that
 * was not asked for is an error.
 */
public final class YamlNode {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhd])");

    private final Path file;
    private final Node node;

    private YamlNode(Path file, Node node) {
        this.file = file;
        this.node = node;
    }

    /** Reads a file of one document. */
    public static YamlNode read(Path file) {
        try (Reader text = Files.newBufferedReader(file)) {
            return read(file, text);
        } catch (IOException e) {
            throw new DefinitionException(file, "cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads a text of one document.
     *
     * @param file what complaints call it
     */
    public static YamlNode read(Path file, String text) {
        return read(file, new StringReader(text));
    }

    private static YamlNode read(Path file, Reader text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(text);
            if (root == null) {
                throw new DefinitionException(file, 1, "the file is empty");
            }
            return new YamlNode(file, root);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new DefinitionException(file, line, e.getProblem());
        } catch (YAMLException e) {
            // Such as a character that YAML does not allow, of which the reader does not say where it stands.
            throw new DefinitionException(file, 1, String.valueOf(e.getMessage()));
        }
    }

    /** The values of a mapping with exactly these keys, optional ones marked by a trailing {@code ?}. */
    public Map<String, YamlNode> mapping(String... keys) {
        Map<String, YamlNode> values = anyMapping();
        List<String> known =
                Arrays.stream(keys).map(key -> key.replace("?", "")).toList();
        values.forEach((key, value) -> {
            if (!known.contains(key)) {
                throw value.wrong("'" + key + "' is not known here, only " + String.join(", ", known));
            }
        });
        for (String key : keys) {
            if (!key.endsWith("?") && !values.containsKey(key)) {
                throw wrong("'" + key + "' is missing");
            }
        }
        return values;
    }

    /** The values of a mapping with any keys, in the order of the file. */
    public Map<String, YamlNode> anyMapping() {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("keys with values are needed here");
        }
        Map<String, YamlNode> values = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = new YamlNode(file, entry.getKeyNode()).text();
            YamlNode value = new YamlNode(file, entry.getValueNode());
            if (values.put(key, value) != null) {
                throw new YamlNode(file, entry.getKeyNode()).wrong("'" + key + "' is there twice");
            }
        }
        return values;
    }

    /** Whether this is a list. */
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Whether this is exactly that word. */
    public boolean is(String word) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(word);
    }

    /** The elements of a list that is not empty. */
    public List<YamlNode> list() {
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            throw wrong("a list with at least one element is needed here");
        }
        List<YamlNode> elements = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            elements.add(new YamlNode(file, element));
        }
        return elements;
    }

    /** Text that is not blank; numbers and the like are not taken for text. */
    public String text() {
        if (!(node instanceof ScalarNode scalar)
                || !scalar.getTag().equals(Tag.STR)
                || scalar.getValue().isBlank()) {
            throw wrong("text is needed here" + got());
        }
        return scalar.getValue();
    }

    /** A whole number from {@code min}. */
    public int wholeNumber(int min) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
            try {
                int value = Integer.parseInt(scalar.getValue());
                if (value >= min) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw wrong("a whole number from " + min + " is needed here" + got());
            }
        }
        throw wrong("a whole number from " + min + " is needed here" + got());
    }

    /** A finite number. */
    public double number() {
        if (node instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
            try {
                double value = Double.parseDouble(scalar.getValue());
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw wrong("a number is needed here" + got());
            }
        }
        throw wrong("a number is needed here" + got());
    }

    /** {@code true} or {@code false}. */
    public boolean flag() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.parseBoolean(scalar.getValue());
        }
        throw wrong("true or false is needed here" + got());
    }

    /** A duration such as {@code 90s}, {@code 15m}, {@code 12h} or {@code 30d}. */
    public Duration duration() {
        Matcher matcher = DURATION.matcher(node instanceof ScalarNode scalar ? scalar.getValue() : "");
        if (!matcher.matches()) {
            throw wrong("a duration such as 90s, 15m, 12h or 30d is needed here" + got());
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** A value of which {@code reading} says by {@link IllegalArgumentException} what is wrong with it. */
    public <T> T as(Function<String, T> reading) {
        String text = text();
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** The complaint about this place. */
    public DefinitionException wrong(String reason) {
        return new DefinitionException(file, node.getStartMark().getLine() + 1, reason);
    }

    /** The complaint about a line of this text, from 0. */
    public DefinitionException wrongInText(int line, String reason) {
        boolean keepsLines =
                node instanceof ScalarNode scalar && scalar.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL;
        int at = node.getStartMark().getLine() + 1;
        return new DefinitionException(file, keepsLines ? at + 1 + line : at, reason);
    }

    public Path file() {
        return file;
    }

    private String got() {
        return Optional.of(node)
                .filter(ScalarNode.class::isInstance)
                .map(scalar -> ", got: " + ((ScalarNode) scalar).getValue())
                .orElse("");
    }
}
