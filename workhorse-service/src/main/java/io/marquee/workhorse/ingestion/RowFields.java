package io.marquee.workhorse.ingestion;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Typed reading of a row's fields. The first thing that is wrong is remembered and decides the verdict; later reads then
 * return placeholders that nobody sees.
 */
final class RowFields {

    private static final int MAX_TEXT = 500;
    private static final int MAX_SHOWN = 60;

    private final CsvRow row;
    private @Nullable String wrongField;
    private @Nullable String reason;

    RowFields(CsvRow row) {
        this.row = row;
        if (row.problem() != null) {
            reject("", "the row " + row.problem());
        }
    }

    /** A whole number from 1. */
    long id(String column) {
        Long value = wholeNumber(column, 1, Long.MAX_VALUE);
        if (value == null) {
            reject(column, "is required");
        }
        return value == null ? 0 : value;
    }

    /** A whole number in that range; null when the field is empty. */
    @Nullable
    Long wholeNumber(String column, long min, long max) {
        String text = text(column);
        if (text.isEmpty()) {
            return null;
        }
        try {
            long value = Long.parseLong(text);
            if (value < min || value > max) {
                reject(column, "must be " + range(min, max) + ", got: " + value);
            }
            return value;
        } catch (NumberFormatException e) {
            reject(column, "must be a whole number, got: " + shown(text));
            return null;
        }
    }

    /** A finite number in that range; null when the field is empty. */
    @Nullable
    Double number(String column, double min, double max) {
        String text = text(column);
        if (text.isEmpty()) {
            return null;
        }
        try {
            double value = Double.parseDouble(text);
            // Not the negation: NaN has to fail too.
            if (!(value >= min && value <= max)) {
                reject(column, "must be between " + min + " and " + max + ", got: " + shown(text));
            }
            return value;
        } catch (NumberFormatException e) {
            reject(column, "must be a number, got: " + shown(text));
            return null;
        }
    }

    /** Stars from 0.5 to 5. */
    float stars(String column) {
        Double value = number(column, 0.5, 5.0);
        if (value == null) {
            reject(column, "is required");
        }
        return value == null ? 0 : value.floatValue();
    }

    /** Text that must be there. */
    String requiredText(String column) {
        String text = optionalText(column);
        if (text == null) {
            reject(column, "is required");
        }
        return text == null ? "" : text;
    }

    /** Text; null when the field is empty. */
    @Nullable
    String optionalText(String column) {
        String text = text(column);
        if (text.length() > MAX_TEXT) {
            reject(column, "must have at most " + MAX_TEXT + " characters, got: " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            reject(column, "must not have control characters, got: " + shown(text));
        }
        return text.isEmpty() ? null : text;
    }

    /** Parts separated by {@code |}, in order, each once. */
    List<String> parts(String column) {
        String text = optionalText(column);
        if (text == null) {
            return List.of();
        }
        Set<String> parts = new LinkedHashSet<>();
        for (String part : text.split("\\|", -1)) {
            if (part.isBlank()) {
                reject(column, "must not have an empty part, got: " + shown(text));
            }
            parts.add(part.strip());
        }
        return new ArrayList<>(parts);
    }

    /** Seconds since the epoch or an ISO-8601 time with offset, after 1970 and not later than {@code latest}. */
    Instant time(String column, Instant latest) {
        String text = text(column);
        if (text.isEmpty()) {
            reject(column, "is required");
            return Instant.EPOCH;
        }
        Instant time = parseTime(text);
        if (time == null) {
            reject(column, "must be seconds since 1970 or an ISO-8601 time with offset, got: " + shown(text));
            return Instant.EPOCH;
        }
        if (!time.isAfter(Instant.EPOCH)) {
            reject(column, "must be after 1970-01-01, got: " + shown(text));
        }
        if (time.isAfter(latest)) {
            reject(column, "must not be in the future, got: " + shown(text));
        }
        return time;
    }

    /** Says that a field is wrong; only the first time counts. */
    void reject(String column, String rule) {
        if (reason == null) {
            wrongField = column;
            reason = column.isEmpty() ? rule : "'" + column + "' " + rule;
        }
    }

    /** The verdict, with the value if nothing was wrong. */
    <T> RowVerdict<T> verdict(Supplier<T> value) {
        if (reason != null && wrongField != null) {
            return new RowVerdict.Rejected<>(wrongField, reason);
        }
        return new RowVerdict.Accepted<>(value.get());
    }

    private String text(String column) {
        return row.problem() == null ? row.field(column) : "";
    }

    private static @Nullable Instant parseTime(String text) {
        try {
            boolean digits =
                    text.chars().allMatch(character -> character >= '0' && character <= '9' || character == '-')
                            && text.indexOf('-', 1) < 0;
            return digits
                    ? Instant.ofEpochSecond(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static String range(long min, long max) {
        return max == Long.MAX_VALUE ? "at least " + min : "between " + min + " and " + max;
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
