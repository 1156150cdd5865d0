package io.marquee.workhorse.ingestion.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What values a column holds. */
public enum ColumnType {
    BIGINT("bigint"),
    INTEGER("integer"),
    REAL("real"),
    DOUBLE("double precision"),
    TEXT("text"),
    TEXTS("text[]"),
    BOOLEAN("boolean"),
    DATE("date"),
    TIMESTAMP("timestamptz"),
    JSON("jsonb");

    private final String sql;

    ColumnType(String sql) {
        this.sql = sql;
    }

    /** PostgreSQL's name of it. */
    public String sql() {
        return sql;
    }

    /** Whether it is a number. */
    public boolean isNumeric() {
        return isWhole() || this == REAL || this == DOUBLE;
    }

    /** Whether it is a number without fraction. */
    public boolean isWhole() {
        return this == BIGINT || this == INTEGER;
    }

    /** The name in the schema file, for example {@code texts}. */
    public String schemaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a type by its name in the schema file.
     *
     * @throws IllegalArgumentException naming the types there are
     */
    static ColumnType named(String text) {
        return Arrays.stream(values())
                .filter(type -> type.schemaName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'type' must be one of "
                        + Arrays.stream(values()).map(ColumnType::schemaName).collect(Collectors.joining(", "))
                        + ", got: " + text));
    }
}
