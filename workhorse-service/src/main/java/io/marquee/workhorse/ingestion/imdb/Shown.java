package io.marquee.workhorse.ingestion.imdb;

/** Values in messages. */
final class Shown {

    private static final int MAX_SHOWN = 60;

    private Shown() {}

    /** A field's text, its beginning when it is long. */
    static String field(TsvReader row, int field) {
        String text = row.text(field);
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
