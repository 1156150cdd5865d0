package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.platform.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code sources.yaml}; what the keys mean stands in {@code config/features/sources.yaml}. */
final class SourceReader {

    private static final String TABLE = "[a-z][a-z0-9_]{0,62}\\.[a-z][a-z0-9_]{0,62}";

    private SourceReader() {}

    static Map<String, Source> read(YamlNode file) {
        Map<String, Source> sources = new LinkedHashMap<>();
        Map<Source.Push, YamlNode> pushes = new LinkedHashMap<>();
        for (YamlNode node : file.mapping("sources").get("sources").list()) {
            Source source = source(node, sources);
            sources.put(source.name(), source);
            if (source instanceof Source.Push push && push.batchSource() != null) {
                pushes.put(push, node.anyMapping().get("batch_source"));
            }
        }
        pushes.forEach((push, node) -> requireBatch(push, node, sources));
        return sources;
    }

    private static Source source(YamlNode node, Map<String, Source> before) {
        YamlNode type = node.anyMapping().get("type");
        if (type == null) {
            throw node.wrong("'type' is missing");
        }
        return switch (type.text()) {
            case "table" -> {
                Map<String, YamlNode> values = values(node, "table");
                yield new Source.Table(header(values, before), table(values.get("table")));
            }
            case "query" -> {
                Map<String, YamlNode> values = values(node, "connection", "sql");
                yield new Source.Query(
                        header(values, before),
                        connection(values.get("connection")),
                        values.get("sql").text());
            }
            case "file" -> {
                Map<String, YamlNode> values = values(node, "uri", "format");
                yield new Source.File(header(values, before), values.get("uri").text(), format(values.get("format")));
            }
            case "stream" -> {
                Map<String, YamlNode> values = values(node, "topic", "table");
                yield new Source.Stream(
                        header(values, before), values.get("topic").text(), table(values.get("table")));
            }
            case "push" -> {
                Map<String, YamlNode> values = values(node, "batch_source?");
                YamlNode batch = values.get("batch_source");
                yield new Source.Push(header(values, before), batch == null ? null : batch.text());
            }
            default -> throw type.wrong("a source is a table, query, file, stream or push, got: " + type.text());
        };
    }

    private static Map<String, YamlNode> values(YamlNode node, String... own) {
        String[] common = {
            "name", "type", "timestamp_field?", "created_timestamp_field?", "columns?", "description", "owner"
        };
        String[] keys = new String[common.length + own.length];
        System.arraycopy(common, 0, keys, 0, common.length);
        System.arraycopy(own, 0, keys, common.length, own.length);
        return node.mapping(keys);
    }

    private static Source.Header header(Map<String, YamlNode> values, Map<String, Source> before) {
        String name = Names.newName(values.get("name"), "source", before);
        Map<String, ValueType> columns = new LinkedHashMap<>();
        YamlNode given = values.get("columns");
        if (given != null) {
            given.anyMapping().forEach((column, type) -> columns.put(column, type.as(ValueType::named)));
        }
        return new Source.Header(
                name,
                column(values.get("timestamp_field"), columns),
                column(values.get("created_timestamp_field"), columns),
                columns,
                values.get("description").text(),
                values.get("owner").text());
    }

    private static @Nullable String column(@Nullable YamlNode node, Map<String, ValueType> columns) {
        if (node == null) {
            return null;
        }
        String column = Names.name(node);
        if (!columns.isEmpty() && !columns.containsKey(column)) {
            throw node.wrong("column '" + column + "' is not among the source's columns");
        }
        return column;
    }

    private static String table(YamlNode node) {
        String table = node.text();
        if (!table.matches(TABLE)) {
            throw node.wrong("a table has the shape schema.table, got: " + table);
        }
        return table;
    }

    private static String connection(YamlNode node) {
        String connection = node.text();
        if (!connection.matches("[a-z][a-z0-9+.:-]*://.*|jdbc:.*")) {
            throw node.wrong("a connection has the shape of a URI, got: " + connection);
        }
        if (connection.matches("[^/]*//[^/]*:[^/]*@.*|(?i).*[?&;]password=.*")) {
            throw node.wrong("a connection must not have a password in it");
        }
        return connection;
    }

    private static String format(YamlNode node) {
        return switch (node.text()) {
            case "parquet", "csv", "json" -> node.text();
            default -> throw node.wrong("a file is parquet, csv or json, got: " + node.text());
        };
    }

    private static void requireBatch(Source.Push push, YamlNode node, Map<String, Source> sources) {
        Source batch = sources.get(node.text());
        if (batch == null) {
            throw node.wrong("source '" + node.text() + "' is not in " + DefinitionFiles.SOURCES);
        }
        if (batch instanceof Source.Push) {
            throw node.wrong(
                    "source '" + push.name() + "' takes its past from '" + batch.name() + "', which has none itself");
        }
    }
}
