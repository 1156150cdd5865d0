package io.marquee.workhorse.adapter;

/** A column of rows. */
public record Column(String name, ColumnType type) {

    public Column {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a column needs a name without control characters, got: '"
                    + name.replaceAll("\\p{Cntrl}", "?") + "'");
        }
    }
}
