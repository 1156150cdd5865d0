package io.marquee.workhorse.ingestion.schema;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a column's values are held to beyond their type; null where nothing is said.
 *
 * @param min smallest number
 * @param max largest number
 * @param latest how far ahead of now a year, date or time may lie
 * @param maxLength characters of a text, or of each part of a list
 * @param maxParts parts of a list
 * @param pattern what a text matches as a whole
 * @param example a text that matches the pattern, for messages
 * @param multiline whether a text may have ends of line and tabs
 */
public record ValueLimits(
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Duration latest,
        @Nullable Integer maxLength,
        @Nullable Integer maxParts,
        @Nullable Pattern pattern,
        @Nullable String example,
        boolean multiline) {

    /** No limits at all. */
    public static final ValueLimits NONE = new ValueLimits(null, null, null, null, null, null, null, false);

    public ValueLimits {
        if (min != null && max != null && min > max) {
            throw new IllegalArgumentException("'min' must not be above 'max', got: " + min + " and " + max);
        }
        if ((pattern == null) != (example == null)) {
            throw new IllegalArgumentException("'pattern' and 'example' must be given together");
        }
        if (pattern != null && !pattern.matcher(example).matches()) {
            throw new IllegalArgumentException("'example' must match the pattern " + pattern + ", got: " + example);
        }
    }
}
