package io.marquee.workhorse.feature.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.JoinKey;
import io.marquee.workhorse.feature.definition.Aggregation;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.Entity;
import io.marquee.workhorse.feature.definition.FeatureService;
import io.marquee.workhorse.feature.definition.Source;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A definition as plain values, in an order that does not depend on anything but itself: for comparing, hashing, keeping and
 * showing. A view's version is no part of it.
 *
 * @param content key to text, number, flag, list or map of these
 */
record DefinitionDocument(ObjectKind kind, String name, Map<String, Object> content) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static DefinitionDocument of(Entity entity) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("join_key", entity.joinKey().column());
        content.put("type", entity.joinKey().type().name());
        content.put("description", entity.description());
        return new DefinitionDocument(ObjectKind.ENTITY, entity.name(), content);
    }

    static DefinitionDocument of(Source source) {
        Source.Header header = source.header();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("type", source.kind());
        switch (source) {
            case Source.Table table -> content.put("table", table.table());
            case Source.Query query -> {
                content.put("connection", query.connection());
                content.put("sql", query.sql());
            }
            case Source.File file -> {
                content.put("uri", file.uri());
                content.put("format", file.format());
            }
            case Source.Stream stream -> {
                content.put("topic", stream.topic());
                content.put("table", stream.table());
            }
            case Source.Push push -> putIfPresent(content, "batch_source", push.batchSource());
        }
        putIfPresent(content, "timestamp_field", header.timestampField());
        putIfPresent(content, "created_timestamp_field", header.createdTimestampField());
        Map<String, Object> columns = new LinkedHashMap<>();
        header.columns().forEach((name, type) -> columns.put(name, type.name()));
        content.put("columns", columns);
        content.put("description", header.description());
        content.put("owner", header.owner());
        return new DefinitionDocument(ObjectKind.SOURCE, source.name(), content);
    }

    static DefinitionDocument of(ViewDefinition view) {
        Map<String, Object> content = new LinkedHashMap<>(rows(view));
        content.put(
                "fields",
                view.view().fields().stream().map(DefinitionDocument::field).toList());
        content.put("ttl", duration(view.view().ttl()));
        content.put("online_ttl", duration(view.onlineTtl()));
        putIfPresent(content, "push_source", view.pushSource());
        content.put("description", view.view().description());
        content.put("owner", view.view().owner());
        content.put("tags", new TreeMap<>(view.view().tags()));
        return new DefinitionDocument(ObjectKind.VIEW, view.name(), content);
    }

    static DefinitionDocument of(FeatureService service) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(
                "features", service.features().stream().map(Object::toString).toList());
        content.put("description", service.description());
        content.put("owner", service.owner());
        content.put("tags", new TreeMap<>(service.tags()));
        return new DefinitionDocument(ObjectKind.SERVICE, service.name(), content);
    }

    /** What a view's rows follow from: when this changes, rows have to be computed again. */
    static DefinitionDocument rowsOf(ViewDefinition view) {
        Map<String, Object> content = rows(view);
        Map<String, Object> types = new LinkedHashMap<>();
        view.view()
                .fields()
                .forEach(field -> types.put(field.name(), field.type().name()));
        content.put("types", types);
        return new DefinitionDocument(ObjectKind.VIEW, view.name(), content);
    }

    String json() {
        try {
            return JSON.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(kind.word() + " '" + name + "' cannot be written as JSON", e);
        }
    }

    /** SHA-256 of the content, in hexadecimal digits. */
    String hash() {
        return sha256(json());
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static Object duration(Duration duration) {
        return duration.isZero() ? "forever" : duration.toSeconds() + "s";
    }

    private static Map<String, Object> rows(ViewDefinition view) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("entities", view.entities());
        List<Object> joinKeys = new ArrayList<>();
        for (JoinKey key : view.joinKeys()) {
            joinKeys.add(Map.of(key.column(), key.type().name()));
        }
        content.put("join_keys", joinKeys);
        content.put("sources", view.sources());
        content.put("offline", view.offline());
        switch (view.computation()) {
            case Computation.Sql sql -> content.put("sql", sql.sql());
            case Computation.Aggregations aggregations -> {
                putIfPresent(content, "hop", aggregations.hop() == null ? null : duration(aggregations.hop()));
                content.put(
                        "aggregations",
                        aggregations.aggregations().stream()
                                .map(DefinitionDocument::aggregation)
                                .toList());
            }
        }
        return content;
    }

    private static Map<String, Object> aggregation(Aggregation aggregation) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", aggregation.name());
        content.put("function", aggregation.function().name().toLowerCase(Locale.ROOT));
        putIfPresent(content, "column", aggregation.column());
        content.put("where", aggregation.where());
        putIfPresent(content, "window", aggregation.window() == null ? null : duration(aggregation.window()));
        putIfPresent(content, "limit", aggregation.limit());
        return content;
    }

    private static Map<String, Object> field(FeatureField field) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", field.name());
        content.put("type", field.type().name());
        content.put("description", field.description());
        putIfPresent(content, "min", field.min());
        putIfPresent(content, "max", field.max());
        return content;
    }

    private static void putIfPresent(Map<String, Object> content, String key, @Nullable Object value) {
        if (value != null) {
            content.put(key, value);
        }
    }
}
