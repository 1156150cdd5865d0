package io.marquee.workhorse.ingestion.schema;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of the catalogue.
 *
 * @param name in SQL, HTTP and files of the standard schema
 * @param unit what a number counts, for example {@code minutes}
 * @param sources whose value counts when several know one, best first
 */
public record ColumnSchema(
        String name,
        ColumnType type,
        @Nullable String unit,
        NullPolicy nulls,
        ValueLimits limits,
        List<String> sources,
        String description) {

    /** The unit of a whole number that is a calendar year, which is judged against today. */
    public static final String YEAR = "year";

    /** Names go into SQL, so they need no quotes there. */
    static final String NAME = "[a-z][a-z0-9_]{0,62}";

    public ColumnSchema {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "a name has lower-case letters, digits and _ and begins with a letter, got: " + name);
        }
        sources = List.copyOf(sources);
        if (new HashSet<>(sources).size() < sources.size()) {
            throw new IllegalArgumentException("'sources' names one twice: " + String.join(", ", sources));
        }
        boolean temporal = type == ColumnType.DATE || type == ColumnType.TIMESTAMP || YEAR.equals(unit);
        boolean textual = type == ColumnType.TEXT || type == ColumnType.TEXTS;
        only(name, "min", limits.min(), type.isNumeric(), "a number", type);
        only(name, "max", limits.max(), type.isNumeric(), "a number", type);
        only(name, "latest", limits.latest(), temporal, "a year, date or time", type);
        only(name, "max_length", limits.maxLength(), textual, "text", type);
        only(name, "max_parts", limits.maxParts(), type == ColumnType.TEXTS, "a list", type);
        only(name, "pattern", limits.pattern(), type == ColumnType.TEXT, "a text", type);
        only(name, "multiline", limits.multiline() ? true : null, type == ColumnType.TEXT, "a text", type);
        if ((nulls == NullPolicy.EMPTY) != (type == ColumnType.TEXTS)) {
            throw new IllegalArgumentException(
                    "column '" + name + "': a list, and nothing else, is empty when nothing is known, got: "
                            + type.schemaName() + " and " + nulls.schemaName());
        }
        if (YEAR.equals(unit) && !type.isWhole()) {
            throw new IllegalArgumentException(
                    "column '" + name + "': a year must be a whole number, got: " + type.schemaName());
        }
    }

    /** Whether sources deliver it. */
    public boolean delivered() {
        return nulls != NullPolicy.WRITTEN;
    }

    /** The same column where nothing has to be known of it. */
    ColumnSchema orUnknown() {
        NullPolicy looser = nulls == NullPolicy.EMPTY ? nulls : NullPolicy.UNKNOWN;
        return new ColumnSchema(name, type, unit, looser, limits, sources, description);
    }

    private static void only(
            String name, String limit, @Nullable Object value, boolean fits, String what, ColumnType type) {
        if (value != null && !fits) {
            throw new IllegalArgumentException(
                    "column '" + name + "': '" + limit + "' is for " + what + ", not for " + type.schemaName());
        }
    }
}
