package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from that features are computed from, or where finished rows are handed in. Views name their sources, and
 * their SQL reads each of them as a table of that name.
 */
public sealed interface Source {

    /**
     * What all kinds have.
     *
     * @param timestampField the column that says when a row became true; null for rows that are true at all times
     * @param createdTimestampField the column that says when a row was written: among rows of the same time the one written
     *     last counts
     * @param columns columns with their types, in the order of the file; empty when nobody has to know them
     * @param owner who answers for it
     */
    record Header(
            String name,
            @Nullable String timestampField,
            @Nullable String createdTimestampField,
            Map<String, ValueType> columns,
            String description,
            String owner) {

        public Header {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    Header header();

    default String name() {
        return header().name();
    }

    /** The type of a column, where the source says it. */
    default Optional<ValueType> column(String name) {
        return Optional.ofNullable(header().columns().get(name));
    }

    /** The word for this kind in definition files. */
    default String kind() {
        return switch (this) {
            case Table table -> "table";
            case Query query -> "query";
            case File file -> "file";
            case Stream stream -> "stream";
            case Push push -> "push";
        };
    }

    /**
     * A table of the service's own database.
     *
     * @param table with its schema
     */
    record Table(Header header, String table) implements Source {}

    /**
     * A query on some database.
     *
     * @param connection URI of the database, without secrets
     * @param sql one query
     */
    record Query(Header header, String connection, String sql) implements Source {}

    /**
     * A file or a folder of files.
     *
     * @param uri where it is
     * @param format parquet, csv or json
     */
    record File(Header header, String uri, String format) implements Source {}

    /**
     * Events of a topic.
     *
     * @param table the table of the service's own database that keeps them, with its schema
     */
    record Stream(Header header, String topic, String table) implements Source {}

    /**
     * Finished rows that somebody hands in.
     *
     * @param batchSource the source that rows of the past come from, or null
     */
    record Push(Header header, @Nullable String batchSource) implements Source {}
}
