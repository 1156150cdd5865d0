package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.platform.yaml.YamlNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code aggregations} of a view. */
final class AggregationReader {

    private final Source.Stream source;
    private final List<JoinKey> joinKeys;
    private final @Nullable Duration hop;
    private final Map<String, Aggregation> aggregations = new LinkedHashMap<>();
    private final Map<String, FeatureField> fields = new LinkedHashMap<>();

    private AggregationReader(Source.Stream source, List<JoinKey> joinKeys, @Nullable Duration hop) {
        this.source = source;
        this.joinKeys = joinKeys;
        this.hop = hop;
    }

    /** What was read: the computation, and the features that follow from it. */
    record Read(Computation.Aggregations computation, List<FeatureField> fields) {}

    static Read read(YamlNode list, Source.Stream source, List<JoinKey> joinKeys, @Nullable Duration hop) {
        AggregationReader reader = new AggregationReader(source, joinKeys, hop);
        list.list().forEach(reader::add);
        return new Read(
                new Computation.Aggregations(source.name(), hop, List.copyOf(reader.aggregations.values())),
                List.copyOf(reader.fields.values()));
    }

    private void add(YamlNode node) {
        Map<String, YamlNode> values = node.mapping(
                "name", "function", "column?", "where?", "window?", "limit?", "min?", "max?", "description");
        String name = Names.featureName(values.get("name"), joinKeys, aggregations);
        YamlNode column = values.get("column");
        YamlNode limit = values.get("limit");
        try {
            Aggregation aggregation = new Aggregation(
                    name,
                    values.get("function").as(AggregationReader::function),
                    column == null ? null : column.text(),
                    column == null ? null : columnType(column),
                    where(values.get("where")),
                    window(values.get("window")),
                    limit == null ? null : limit.wholeNumber(1),
                    values.get("description").text());
            ValueType type = aggregation.type();
            aggregations.put(name, aggregation);
            fields.put(
                    name,
                    new FeatureField(
                            name,
                            type,
                            aggregation.description(),
                            ViewReader.bound(values.get("min"), type),
                            ViewReader.bound(values.get("max"), type)));
        } catch (IllegalArgumentException e) {
            throw node.wrong(String.valueOf(e.getMessage()));
        }
    }

    private ValueType columnType(YamlNode column) {
        return source.column(column.text())
                .orElseThrow(
                        () -> column.wrong("source '" + source.name() + "' has no column '" + column.text() + "'"));
    }

    private Map<String, List<String>> where(@Nullable YamlNode node) {
        Map<String, List<String>> where = new LinkedHashMap<>();
        if (node != null) {
            node.anyMapping().forEach((column, values) -> {
                ValueType type = source.column(column)
                        .orElseThrow(
                                () -> values.wrong("source '" + source.name() + "' has no column '" + column + "'"));
                if (type != ValueType.STRING) {
                    throw values.wrong("only text can be compared, and column '" + column + "' is " + type);
                }
                where.put(
                        column,
                        values.isList()
                                ? values.list().stream().map(YamlNode::text).toList()
                                : List.of(values.text()));
            });
        }
        return where;
    }

    private @Nullable Duration window(@Nullable YamlNode node) {
        if (node == null) {
            return null;
        }
        if (hop == null) {
            throw node.wrong("a window needs the view to have a 'hop'");
        }
        Duration window = node.duration();
        if (window.isZero() || window.toSeconds() % hop.toSeconds() != 0) {
            throw node.wrong("a window must be a multiple of the hop, which is " + hop.toSeconds() + "s, got: "
                    + window.toSeconds() + "s");
        }
        return window;
    }

    private static Aggregation.Function function(String text) {
        return Arrays.stream(Aggregation.Function.values())
                .filter(function -> function.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("function '" + text + "' is not one of "
                        + Arrays.toString(Aggregation.Function.values()).toLowerCase(Locale.ROOT)));
    }
}
