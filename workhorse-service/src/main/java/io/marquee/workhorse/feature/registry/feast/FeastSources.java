package io.marquee.workhorse.feature.registry.feast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.Source;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sources as {@code feast.core.DataSource}. Feast has no source class for some databases; queries on these are left out.
 * Field numbers are those of Feast's {@code DataSource.proto} and {@code DataFormat.proto}.
 */
final class FeastSources {

    private static final String POSTGRESQL =
            "feast.infra.offline_stores.contrib.postgres_offline_store.postgres_source.PostgreSQLSource";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** {@code DataSource.SourceType}. */
    private enum Type {
        BATCH_FILE(1),
        BATCH_BIGQUERY(2),
        STREAM_KAFKA(3),
        BATCH_REDSHIFT(5),
        CUSTOM_SOURCE(6),
        BATCH_SNOWFLAKE(8),
        PUSH_SOURCE(9);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    private final FeastTarget target;
    private final FeatureDefinitions definitions;

    FeastSources(FeastTarget target, FeatureDefinitions definitions) {
        this.target = target;
        this.definitions = definitions;
    }

    /** A source; empty when Feast has none like it. */
    Optional<ProtoMessage> source(Source source) {
        return switch (source) {
            case Source.Table table -> Optional.of(postgresql(source, table.table(), null));
            case Source.Query query -> query(query);
            case Source.File file ->
                Optional.of(header(source, Type.BATCH_FILE)
                        .message(11, fileOptions(file.uri(), file.format().equals("parquet"))));
            case Source.Stream stream ->
                Optional.of(header(source, Type.STREAM_KAFKA)
                        .message(
                                13,
                                new ProtoMessage()
                                        .text(1, target.kafkaServers())
                                        .text(2, stream.topic())
                                        // A StreamFormat that is JSON.
                                        .message(3, new ProtoMessage().message(3, new ProtoMessage())))
                        .message(26, postgresql(source, stream.table(), null)));
            case Source.Push push ->
                Optional.of(header(source, Type.PUSH_SOURCE)
                        .message(22, new ProtoMessage())
                        .message(
                                26,
                                push.batchSource() == null
                                        ? null
                                        : source(definitions.source(push.batchSource()))
                                                .orElse(null)));
        };
    }

    /** The rows of a view in the object store, which Feast takes for its batch source. */
    ProtoMessage rows(ViewDefinition view) {
        return new ProtoMessage()
                .number(1, Type.BATCH_FILE.number)
                .text(3, "event_timestamp")
                .message(11, fileOptions(target.rowsUri().apply(view.name()), true))
                .text(20, rowsName(view))
                .text(21, target.project())
                .text(23, "The rows of " + view.name() + " of all times.")
                .text(25, view.view().owner());
    }

    /** Its name among the sources; no view or source of ours has two underscores at the end of it. */
    static String rowsName(ViewDefinition view) {
        return view.name() + "__rows";
    }

    private Optional<ProtoMessage> query(Source.Query query) {
        String connection = query.connection().replaceFirst("^jdbc:", "");
        String database = connection.substring(0, Math.max(0, connection.indexOf(':')));
        return switch (database) {
            case "postgresql", "postgres" -> Optional.of(postgresql(query, null, query.sql()));
            case "bigquery" ->
                Optional.of(header(query, Type.BATCH_BIGQUERY).message(12, new ProtoMessage().text(2, query.sql())));
            case "redshift" ->
                Optional.of(header(query, Type.BATCH_REDSHIFT).message(15, new ProtoMessage().text(2, query.sql())));
            case "snowflake" ->
                Optional.of(header(query, Type.BATCH_SNOWFLAKE).message(19, new ProtoMessage().text(2, query.sql())));
            default -> Optional.empty();
        };
    }

    private ProtoMessage postgresql(Source source, @Nullable String table, @Nullable String query) {
        Map<String, @Nullable String> options = new LinkedHashMap<>();
        options.put("name", source.name());
        options.put("query", query);
        options.put("table", table);
        try {
            return header(source, Type.CUSTOM_SOURCE)
                    .message(
                            16,
                            new ProtoMessage()
                                    .bytes(1, JSON.writeValueAsString(options).getBytes(StandardCharsets.UTF_8)))
                    .text(17, POSTGRESQL);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("source '" + source.name() + "' cannot be written as JSON", e);
        }
    }

    private ProtoMessage header(Source source, Type type) {
        return new ProtoMessage()
                .number(1, type.number)
                .text(3, source.header().timestampField())
                .text(5, source.header().createdTimestampField())
                .text(20, source.name())
                .text(21, target.project())
                .text(23, source.header().description())
                .text(25, source.header().owner());
    }

    /** Feast knows no file format but Parquet and Delta; another is left open. */
    private ProtoMessage fileOptions(String uri, boolean parquet) {
        return new ProtoMessage()
                .message(1, parquet ? new ProtoMessage().message(1, new ProtoMessage()) : null)
                .text(2, uri)
                .text(3, uri.startsWith("s3:") ? target.s3Endpoint() : null);
    }
}
