package io.marquee.workhorse.snapshot;

import java.util.List;

/**
 * The rows of one table at one moment, as objects in the store. Equal content has an equal digest on every machine.
 *
 * @param table in the schema {@code catalog}
 * @param columns in the order of the rows' fields, those of the key first
 * @param key the columns that rows are ordered by: whole numbers by value, all others as text by code point
 * @param bytes of all chunks, uncompressed
 * @param sha256 over the columns, the key and the chunks' digests
 * @param chunks in the order of the rows
 */
public record TableContent(
        String table,
        List<Column> columns,
        List<String> key,
        long rows,
        long bytes,
        String sha256,
        List<Chunk> chunks) {

    /**
     * A column.
     *
     * @param type as PostgreSQL writes it, for example {@code timestamp with time zone}
     */
    public record Column(String name, String type) {}

    /**
     * Consecutive rows in PostgreSQL's text format for COPY, kept gzipped under {@code snapshots/objects/<sha256>}.
     *
     * @param sha256 of the uncompressed bytes
     * @param bytes uncompressed
     */
    public record Chunk(String sha256, long rows, long bytes) {}

    public TableContent {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        chunks = List.copyOf(chunks);
    }

    /** The content made of these chunks. */
    static TableContent of(String table, List<Column> columns, List<String> key, List<Chunk> chunks) {
        Digest digest = new Digest();
        columns.forEach(column -> digest.add(column.name()).add(column.type()));
        digest.add("key");
        key.forEach(digest::add);
        digest.add("chunks");
        chunks.forEach(chunk -> digest.add(chunk.sha256()));
        return new TableContent(
                table,
                columns,
                key,
                chunks.stream().mapToLong(Chunk::rows).sum(),
                chunks.stream().mapToLong(Chunk::bytes).sum(),
                digest.hex(),
                chunks);
    }

    /** The names of the columns. */
    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /** Whether the digest is that of the rest. */
    boolean isWhole() {
        return equals(of(table, columns, key, chunks));
    }
}
