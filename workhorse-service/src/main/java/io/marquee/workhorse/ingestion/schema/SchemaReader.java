package io.marquee.workhorse.ingestion.schema;

import io.marquee.workhorse.platform.yaml.DefinitionException;
import io.marquee.workhorse.platform.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads {@code catalogue.yaml}; what its keys mean stands at its head. */
public final class SchemaReader {

    /** The file in the schema folder. */
    public static final String FILE = "catalogue.yaml";

    private static final int VERSION = 1;

    private SchemaReader() {}

    /**
     * Reads the schema.
     *
     * @throws DefinitionException naming file, line and reason, when anything in it cannot be used
     */
    public static CatalogueSchema read(Path folder) {
        YamlNode root = YamlNode.read(folder.resolve(FILE));
        Map<String, YamlNode> values = root.mapping("version", "tables");
        int version = values.get("version").wholeNumber(1);
        if (version != VERSION) {
            throw values.get("version").wrong("only version " + VERSION + " is understood, got: " + version);
        }
        List<TableSchema> tables = new ArrayList<>();
        for (YamlNode table : values.get("tables").list()) {
            tables.add(table(table, tables));
        }
        try {
            return new CatalogueSchema(version, tables);
        } catch (IllegalArgumentException e) {
            throw values.get("tables").wrong(String.valueOf(e.getMessage()));
        }
    }

    private static TableSchema table(YamlNode node, List<TableSchema> before) {
        Map<String, YamlNode> values = node.mapping(
                "name", "stored_in?", "description", "key", "identity?", "written?", "like?", "sources?", "columns");
        List<String> sources = texts(values.get("sources"));
        List<ColumnSchema> columns = new ArrayList<>();
        YamlNode like = values.get("like");
        if (like != null) {
            columns.addAll(columnsLike(like, before));
        }
        for (YamlNode column : values.get("columns").list()) {
            columns.add(column(column, sources));
        }
        try {
            return new TableSchema(
                    values.get("name").text(),
                    values.containsKey("stored_in") ? values.get("stored_in").text() : null,
                    values.get("description").text(),
                    texts(values.get("key")),
                    texts(values.get("identity")),
                    values.containsKey("written") && values.get("written").flag(),
                    columns);
        } catch (IllegalArgumentException e) {
            throw node.wrong(String.valueOf(e.getMessage()));
        }
    }

    /** What sources deliver for an earlier table, without its key; nothing of it has to be there. */
    private static List<ColumnSchema> columnsLike(YamlNode like, List<TableSchema> before) {
        TableSchema other = before.stream()
                .filter(table -> table.name().equals(like.text()))
                .findFirst()
                .orElseThrow(() -> like.wrong("'like' must name a table above, got: " + like.text()));
        return other.delivered().stream()
                .filter(column -> !other.key().contains(column.name()))
                .map(ColumnSchema::orUnknown)
                .toList();
    }

    private static ColumnSchema column(YamlNode node, List<String> tableSources) {
        Map<String, YamlNode> values = node.mapping(
                "name",
                "type",
                "unit?",
                "nulls",
                "min?",
                "max?",
                "latest?",
                "max_length?",
                "max_parts?",
                "pattern?",
                "example?",
                "multiline?",
                "sources?",
                "description");
        ColumnType type = values.get("type").as(ColumnType::named);
        NullPolicy nulls = values.get("nulls").as(NullPolicy::named);
        List<String> sources = texts(values.get("sources"));
        try {
            return new ColumnSchema(
                    values.get("name").text(),
                    type,
                    values.containsKey("unit") ? values.get("unit").text() : null,
                    nulls,
                    limits(values),
                    sources.isEmpty() && nulls != NullPolicy.WRITTEN ? tableSources : sources,
                    values.get("description").text());
        } catch (IllegalArgumentException e) {
            throw node.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static ValueLimits limits(Map<String, YamlNode> values) {
        YamlNode latest = values.get("latest");
        YamlNode pattern = values.get("pattern");
        YamlNode example = values.get("example");
        YamlNode multiline = values.get("multiline");
        return new ValueLimits(
                number(values.get("min")),
                number(values.get("max")),
                latest == null ? null : latest.duration(),
                wholeNumber(values.get("max_length")),
                wholeNumber(values.get("max_parts")),
                pattern == null ? null : pattern.as(SchemaReader::pattern),
                example == null ? null : example.text(),
                multiline != null && multiline.flag());
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'pattern' must be a regular expression, got: " + text, e);
        }
    }

    private static @Nullable Double number(@Nullable YamlNode node) {
        return node == null ? null : node.number();
    }

    private static @Nullable Integer wholeNumber(@Nullable YamlNode node) {
        return node == null ? null : node.wholeNumber(1);
    }

    private static List<String> texts(@Nullable YamlNode node) {
        return node == null
                ? List.of()
                : node.list().stream().map(YamlNode::text).toList();
    }
}
