package io.marquee.controltower.platform;

import io.marquee.contract.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Values of paths, queries and bodies with their rules; a broken rule names the field and the value. */
public final class RequestValue {

    private RequestValue() {}

    /** An id from a path or query. */
    public static long id(String field, String text) {
        try {
            return id(field, Long.valueOf(text));
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(field, text, "must be a whole number greater than 0");
        }
    }

    /** An id from a query; null when absent. */
    public static @Nullable Long optionalId(String field, @Nullable String text) {
        return text == null ? null : id(field, text);
    }

    /** An id from a body. */
    public static long id(String field, @Nullable Long value) {
        if (value == null) {
            throw ProblemException.invalid(field, null, "is required");
        }
        if (value < 1) {
            throw ProblemException.invalid(field, value, "must be a whole number greater than 0");
        }
        return value;
    }

    /** How many items to answer, from a path or query; {@code otherwise} when absent. */
    public static int count(String field, @Nullable String text, int otherwise, int max) {
        if (text == null) {
            return otherwise;
        }
        try {
            return count(field, Long.valueOf(text), otherwise, max);
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(field, text, "must be a whole number from 1 to " + max);
        }
    }

    /** How many items to answer, from a body; {@code otherwise} when absent. */
    public static int count(String field, @Nullable Long value, int otherwise, int max) {
        if (value == null) {
            return otherwise;
        }
        if (value < 1 || value > max) {
            throw ProblemException.invalid(field, value, "must be a whole number from 1 to " + max);
        }
        return value.intValue();
    }

    /** A text that may be absent but not longer than that. */
    public static @Nullable String text(String field, @Nullable String text, int maxLength) {
        if (text != null && text.length() > maxLength) {
            throw ProblemException.invalid(
                    field, text.length() + " characters", "must be at most " + maxLength + " characters long");
        }
        return text;
    }
}
