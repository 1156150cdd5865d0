package io.marquee.workhorse.ingestion.quality.statistics;

/** How a column's values are described. */
enum ColumnKind {
    NUMBER,
    TIME,
    TEXT,
    LIST,
    FLAG;

    /** The kind of a column of that PostgreSQL type. */
    static ColumnKind of(String type) {
        return switch (type) {
            case "int2", "int4", "int8", "float4", "float8", "numeric" -> NUMBER;
            case "timestamptz", "timestamp", "date" -> TIME;
            case "bool" -> FLAG;
            default -> type.startsWith("_") ? LIST : TEXT;
        };
    }

    /** SQL that makes a finite number of a value for ranges and distributions: seconds of a time, length of the others. */
    String measure(String column) {
        return switch (this) {
            case NUMBER ->
                "CASE WHEN " + column + "::double precision BETWEEN -1e308 AND 1e308 THEN " + column
                        + "::double precision END";
            case TIME ->
                "CASE WHEN isfinite(" + column + ") THEN extract(epoch FROM " + column + ")::double precision END";
            case TEXT -> "length(" + column + "::text)::double precision";
            case LIST -> "cardinality(" + column + ")::double precision";
            case FLAG -> column + "::int::double precision";
        };
    }
}
