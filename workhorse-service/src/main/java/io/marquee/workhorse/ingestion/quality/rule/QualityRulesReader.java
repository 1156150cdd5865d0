package io.marquee.workhorse.ingestion.quality.rule;

import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.ColumnType;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import io.marquee.workhorse.platform.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the file of rules; what its keys mean stands at its head. */
public final class QualityRulesReader {

    /** The file in the folder of rules. */
    public static final String FILE = "catalogue.yaml";

    private static final int VERSION = 1;
    private static final List<String> KINDS =
            List.of("accepted", "valid", "rows", "nulls", "range", "fresh", "unique", "reference", "volume");

    private final CatalogueSchema schema;

    private QualityRulesReader(CatalogueSchema schema) {
        this.schema = schema;
    }

    /**
     * Reads the rules.
     *
     * @throws DefinitionException naming file, line and reason, when anything in it cannot be used with the schema
     */
    public static QualityRules read(Path folder, CatalogueSchema schema) {
        return new QualityRulesReader(schema).rules(YamlNode.read(folder.resolve(FILE)));
    }

    private QualityRules rules(YamlNode root) {
        Map<String, YamlNode> values = root.mapping("version", "tables");
        if (values.get("version").wholeNumber(1) != VERSION) {
            throw values.get("version").wrong("only version " + VERSION + " is understood");
        }
        List<QualityRule> rules = new ArrayList<>();
        Map<String, YamlNode> tables = values.get("tables").anyMapping();
        tables.forEach((name, node) -> {
            TableSchema table =
                    schema.find(name).orElseThrow(() -> node.wrong("the schema has no table '" + name + "'"));
            node.list().forEach(rule -> rules.add(rule(table, rule)));
        });
        try {
            return new QualityRules(rules);
        } catch (IllegalArgumentException e) {
            throw values.get("tables").wrong(String.valueOf(e.getMessage()));
        }
    }

    private QualityRule rule(TableSchema table, YamlNode node) {
        String kind = text(node.anyMapping(), "check", node);
        Map<String, YamlNode> values = node.mapping(keys(kind, node));
        Set<String> except = new HashSet<>();
        if (values.containsKey("except")) {
            values.get("except").list().forEach(source -> except.add(source.text()));
        }
        try {
            return new QualityRule(
                    values.get("name").text(),
                    table.name(),
                    values.get("severity").as(Severity::named),
                    check(kind, table, values),
                    except);
        } catch (IllegalArgumentException e) {
            throw node.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static String[] keys(String kind, YamlNode node) {
        List<String> keys = new ArrayList<>(List.of("name", "check", "severity", "except?"));
        keys.addAll(
                switch (kind) {
                    case "accepted", "rows" -> List.of("min");
                    case "valid" -> List.of("column", "min");
                    case "nulls" -> List.of("column", "max");
                    case "range" -> List.of("column", "low?", "high?", "min");
                    case "fresh" -> List.of("column", "max_age");
                    case "unique" -> List.of("columns", "min");
                    case "reference" -> List.of("column", "table", "min");
                    case "volume" -> List.of("min", "max");
                    default ->
                        throw node.wrong("'check' must be one of " + String.join(", ", KINDS) + ", got: " + kind);
                });
        return keys.toArray(String[]::new);
    }

    private Check check(String kind, TableSchema table, Map<String, YamlNode> values) {
        return switch (kind) {
            case "accepted" -> new Check.Accepted(values.get("min").number());
            case "rows" -> new Check.Rows(values.get("min").wholeNumber(1));
            case "valid" ->
                new Check.Valid(column(table, values).name(), values.get("min").number());
            case "nulls" ->
                new Check.Nulls(column(table, values).name(), values.get("max").number());
            case "range" -> range(table, values);
            case "fresh" -> fresh(table, values);
            case "unique" -> {
                List<String> columns = new ArrayList<>();
                values.get("columns")
                        .list()
                        .forEach(node -> columns.add(column(table, node).name()));
                yield new Check.Unique(columns, values.get("min").number());
            }
            case "reference" -> reference(table, values);
            default ->
                new Check.Volume(values.get("min").number(), values.get("max").number());
        };
    }

    private static Check range(TableSchema table, Map<String, YamlNode> values) {
        ColumnSchema column = column(table, values);
        if (!column.type().isNumeric()) {
            throw values.get("column")
                    .wrong("a range is for numbers, '" + column.name() + "' is "
                            + column.type().schemaName());
        }
        return new Check.Range(
                column.name(),
                number(values.get("low")),
                number(values.get("high")),
                values.get("min").number());
    }

    private static Check fresh(TableSchema table, Map<String, YamlNode> values) {
        ColumnSchema column = column(table, values);
        boolean temporal = column.type() == ColumnType.TIMESTAMP
                || column.type() == ColumnType.DATE
                || ColumnSchema.YEAR.equals(column.unit());
        if (!temporal) {
            throw values.get("column")
                    .wrong("'fresh' is for times, days and years, '" + column.name() + "' is "
                            + column.type().schemaName());
        }
        return new Check.Fresh(column.name(), values.get("max_age").duration());
    }

    private Check reference(TableSchema table, Map<String, YamlNode> values) {
        String name = values.get("table").text();
        TableSchema named = schema.find(name)
                .filter(found -> found.storedIn() != null)
                .orElseThrow(() -> values.get("table").wrong("the catalogue stores no table '" + name + "'"));
        ColumnSchema column = column(table, values);
        if (!named.key().equals(List.of(column.name()))) {
            throw values.get("column").wrong("'" + column.name() + "' is not the key of " + name);
        }
        return new Check.Reference(column.name(), name, values.get("min").number());
    }

    private static ColumnSchema column(TableSchema table, Map<String, YamlNode> values) {
        return column(table, values.get("column"));
    }

    private static ColumnSchema column(TableSchema table, YamlNode node) {
        String name = node.text();
        return table.column(name)
                .filter(ColumnSchema::delivered)
                .orElseThrow(() -> node.wrong("no source delivers a column '" + name + "' of " + table.name()));
    }

    private static String text(Map<String, YamlNode> values, String key, YamlNode node) {
        YamlNode value = values.get(key);
        if (value == null) {
            throw node.wrong("'" + key + "' is missing");
        }
        return value.text();
    }

    private static @Nullable Double number(@Nullable YamlNode node) {
        return node == null ? null : node.number();
    }
}
