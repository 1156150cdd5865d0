package io.marquee.workhorse.feature.registry.feast;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.definition.Entity;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.FeatureService;
import io.marquee.workhorse.feature.definition.Source;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registry as one {@code feast.core.Registry}, the bytes of Feast's {@code registry.db}. Field numbers are those of
 * Feast's {@code protos/feast/core}.
 *
 * <p>Feast's views read one batch source of finished rows. Here that is the view's rows in the object store; what these are
 * computed from stands among the data sources and, by name, in the view's tag {@code sources}.
 */
public final class FeastRegistry {

    /** When a thing came to be and last changed. */
    public record Times(Instant created, Instant updated) {}

    /** Tells when entities, views and services came to be; a kind is {@code entity}, {@code view} or {@code service}. */
    @FunctionalInterface
    public interface History {
        Times of(String kind, String name);
    }

    private static final String SCHEMA_VERSION = "1";

    private final FeatureDefinitions definitions;
    private final FeastTarget target;
    private final History history;
    private final FeastSources sources;

    public FeastRegistry(FeatureDefinitions definitions, FeastTarget target, History history) {
        this.definitions = definitions;
        this.target = target;
        this.history = history;
        this.sources = new FeastSources(target, definitions);
    }

    /**
     * The bytes.
     *
     * @param revision of the registry
     * @param times of the first revision and of this one
     */
    public byte[] encode(long revision, Times times) {
        ProtoMessage registry = new ProtoMessage();
        definitions.entities().forEach(entity -> registry.message(1, entity(entity)));
        registry.text(3, SCHEMA_VERSION).text(4, Long.toString(revision)).time(5, times.updated());
        definitions.views().forEach(view -> registry.message(6, view(view)));
        definitions.services().forEach(service -> registry.message(7, service(service)));
        definitions.sources().forEach(source -> sources.source(source)
                .ifPresent(message -> registry.message(12, message)));
        definitions.views().stream()
                .filter(ViewDefinition::offline)
                .forEach(view -> registry.message(12, sources.rows(view)));
        ProtoMessage project = new ProtoMessage().text(1, target.project());
        return registry.message(17, new ProtoMessage().message(1, project).message(2, meta(times)))
                .toByteArray();
    }

    private ProtoMessage entity(Entity entity) {
        return new ProtoMessage()
                .message(
                        1,
                        new ProtoMessage()
                                .text(1, entity.name())
                                .number(2, entity.joinKey().type().number())
                                .text(3, entity.description())
                                .text(4, entity.joinKey().column())
                                .text(9, target.project()))
                .message(2, meta(history.of("entity", entity.name())));
    }

    private ProtoMessage view(ViewDefinition view) {
        Map<String, String> tags = new TreeMap<>(view.view().tags());
        tags.put("sources", String.join(",", view.sources()));
        ProtoMessage spec = new ProtoMessage().text(1, view.name()).text(2, target.project());
        view.entities().forEach(entity -> spec.text(3, entity));
        view.view().fields().forEach(field -> spec.message(4, field(field)));
        spec.map(5, tags)
                .duration(6, view.view().ttl())
                .message(7, view.offline() ? sources.rows(view) : null)
                .flag(8, true)
                .message(9, streamSource(view))
                .text(10, view.view().description())
                .text(11, view.view().owner());
        for (JoinKey key : view.joinKeys()) {
            spec.message(12, field(key.column(), key.type()));
        }
        spec.flag(13, view.offline());
        ProtoMessage meta =
                meta(history.of("view", view.name())).number(4, view.view().version());
        return new ProtoMessage().message(1, spec).message(2, meta);
    }

    /** A view's rows come in by its push source, if it has one, or from the stream that it is computed from. */
    private @Nullable ProtoMessage streamSource(ViewDefinition view) {
        return Stream.concat(Stream.ofNullable(view.pushSource()), view.sources().stream())
                .map(definitions::source)
                .filter(source -> source instanceof Source.Push || source instanceof Source.Stream)
                .findFirst()
                .flatMap(sources::source)
                .orElse(null);
    }

    private ProtoMessage service(FeatureService service) {
        Map<String, List<String>> views = new LinkedHashMap<>();
        service.features()
                .forEach(feature ->
                        views.merge(feature.view(), List.of(feature.feature()), (first, second) -> Stream.concat(
                                        first.stream(), second.stream())
                                .toList()));
        ProtoMessage spec = new ProtoMessage().text(1, service.name()).text(2, target.project());
        views.forEach((view, features) -> spec.message(3, projection(definitions.view(view), features)));
        spec.map(4, service.tags()).text(5, service.description()).text(6, service.owner());
        return new ProtoMessage().message(1, spec).message(2, meta(history.of("service", service.name())));
    }

    private ProtoMessage projection(ViewDefinition view, List<String> features) {
        ProtoMessage projection = new ProtoMessage().text(1, view.name());
        features.forEach(feature ->
                projection.message(2, field(view.view().field(feature).orElseThrow())));
        if (view.offline()) {
            projection.text(5, "event_timestamp").message(8, sources.rows(view));
        }
        return projection.text(11, "featureView");
    }

    /** {@code FeatureSpecV2}; the valid range is in its tags. */
    private static ProtoMessage field(FeatureField field) {
        Map<String, String> tags = new TreeMap<>();
        if (field.min() != null) {
            tags.put("min", field.min().toString());
        }
        if (field.max() != null) {
            tags.put("max", field.max().toString());
        }
        return field(field.name(), field.type()).map(3, tags).text(4, field.description());
    }

    private static ProtoMessage field(String name, ValueType type) {
        return new ProtoMessage().text(1, name).number(2, type.number());
    }

    private static ProtoMessage meta(Times times) {
        return new ProtoMessage().time(1, times.created()).time(2, times.updated());
    }
}
