package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.contract.problem.ProblemException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a JSON object; each complaint names the field and its value. */
final class RequestFields {

    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(86_400);

    private final Map<String, Object> fields;
    private final Set<String> known = new TreeSet<>();

    RequestFields(Map<String, Object> fields) {
        this.fields = fields;
    }

    boolean has(String name) {
        known.add(name);
        return fields.get(name) != null;
    }

    String text(String name, String otherwise, Pattern form, String rule) {
        Object value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text && form.matcher(text).matches()) {
            return text;
        }
        throw ProblemException.invalid(name, value, rule);
    }

    boolean flag(String name, boolean otherwise) {
        Object value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw ProblemException.invalid(name, value, "must be true or false");
    }

    int number(String name, int otherwise, int min, int max) {
        Object value = value(name);
        if (value == null) {
            return otherwise;
        }
        return whole(name, value, min, max);
    }

    /** Seconds, fractions allowed. */
    Duration seconds(String name, Duration otherwise) {
        Object value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number) {
            BigDecimal seconds = new BigDecimal(number.toString());
            if (seconds.signum() >= 0 && seconds.compareTo(LONGEST_SECONDS) <= 0) {
                return Duration.ofMillis(seconds.movePointRight(3).longValue());
            }
        }
        throw ProblemException.invalid(name, value, "must be a number of seconds from 0 to " + LONGEST_SECONDS);
    }

    @Nullable
    LocalDate day(String name) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        try {
            return LocalDate.parse(value.toString());
        } catch (DateTimeException e) {
            throw ProblemException.invalid(name, value, "must be a day such as 2026-01-31");
        }
    }

    List<Object> list(String name) {
        Object value = value(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().noneMatch(Objects::isNull)) {
            return new ArrayList<>(list);
        }
        throw ProblemException.invalid(name, value, "must be a list");
    }

    static int whole(String name, Object value, int min, int max) {
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        throw ProblemException.invalid(name, value, "must be a whole number from " + min + " to " + max);
    }

    @Nullable
    Object value(String name) {
        known.add(name);
        return fields.get(name);
    }

    /** Complains about a field that nobody has asked for; to be called last. */
    void requireNoOther() {
        for (String name : new TreeSet<>(fields.keySet())) {
            if (!known.contains(name)) {
                throw ProblemException.invalid(
                        name, fields.get(name), "is not known; there are " + String.join(", ", known));
            }
        }
    }
}
