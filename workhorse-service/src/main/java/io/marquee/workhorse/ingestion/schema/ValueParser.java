package io.marquee.workhorse.ingestion.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a typed value of what a source delivered for a column, or says why not: null for what is not known, {@code Long},
 * {@code Double}, {@code String}, {@code List<String>}, {@code Boolean}, {@code LocalDate} or {@code Instant}.
 */
final class ValueParser {

    private static final int MAX_SHOWN = 60;

    private final ColumnSchema column;
    private final ValueLimits limits;
    private final Instant now;
    private final long min;
    private final long max;

    ValueParser(ColumnSchema column, Instant now) {
        this.column = column;
        this.limits = column.limits();
        this.now = now;
        this.min = limits.min() == null ? Long.MIN_VALUE : limits.min().longValue();
        this.max = limits.max() != null
                ? limits.max().longValue()
                : column.type() == ColumnType.INTEGER ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    /** The value of a delivered one; blanks around a text do not count, and an empty text is not known. */
    @Nullable
    Object parse(@Nullable Object delivered) throws Rejection {
        Object value = delivered instanceof String text ? text.strip() : delivered;
        if (value == null || value instanceof String text && text.isEmpty()) {
            return column.type() == ColumnType.TEXTS ? List.of() : null;
        }
        return switch (column.type()) {
            case BIGINT, INTEGER -> wholeNumber(value);
            case REAL, DOUBLE -> number(value);
            case TEXT -> text(value);
            case TEXTS -> parts(value);
            case BOOLEAN -> flag(value);
            case DATE -> date(value);
            case TIMESTAMP -> time(value);
            case JSON -> throw new Rejection("cannot be delivered");
        };
    }

    private Long wholeNumber(Object delivered) throws Rejection {
        long value;
        try {
            value = switch (delivered) {
                case Long number -> number;
                case Integer number -> number;
                case Short number -> number;
                case Number number -> new java.math.BigDecimal(number.toString()).longValueExact();
                default -> Long.parseLong(plain(delivered.toString(), "-0123456789"));
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw new Rejection("must be a whole number, got: " + shown(delivered));
        }
        if (ColumnSchema.YEAR.equals(column.unit())) {
            return year(value);
        }
        if (value < min || value > max) {
            String rule = max == Long.MAX_VALUE ? "at least " + min : "between " + min + " and " + max;
            throw new Rejection("must be " + rule + ", got: " + value);
        }
        return value;
    }

    private Long year(long value) throws Rejection {
        long last = limits.latest() == null
                ? max
                : now.plus(limits.latest()).atOffset(ZoneOffset.UTC).getYear();
        if (value < min || value > last) {
            throw new Rejection("must have a year between " + min + " and " + last + ", got: " + value);
        }
        return value;
    }

    private Double number(Object delivered) throws Rejection {
        double value;
        try {
            value = delivered instanceof Number number
                    ? number.doubleValue()
                    : Double.parseDouble(plain(delivered.toString(), "-+.eE0123456789"));
        } catch (NumberFormatException e) {
            throw new Rejection("must be a number, got: " + shown(delivered));
        }
        double lowest = limits.min() == null ? -Double.MAX_VALUE : limits.min();
        double highest = limits.max() == null ? Double.MAX_VALUE : limits.max();
        // Not the negation: NaN has to fail too.
        if (!(value >= lowest && value <= highest)) {
            throw new Rejection("must be between " + lowest + " and " + highest + ", got: " + shown(delivered));
        }
        return value;
    }

    private String text(Object delivered) throws Rejection {
        if (!(delivered instanceof String text)) {
            throw new Rejection("must be a text, got: " + shown(delivered));
        }
        if (limits.maxLength() != null && text.length() > limits.maxLength()) {
            throw new Rejection("must have at most " + limits.maxLength() + " characters, got: " + text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i)) && !(limits.multiline() && isLayout(text.charAt(i)))) {
                throw new Rejection("must not have control characters, got: " + shown(text));
            }
        }
        refuseTurns(text);
        if (limits.pattern() != null && !limits.pattern().matcher(text).matches()) {
            throw new Rejection("must look like " + limits.example() + ", got: " + shown(text));
        }
        return text;
    }

    /** Embeddings, overrides and isolates of the bidirectional algorithm make a text look like another one. */
    private static void refuseTurns(String text) throws Rejection {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= '\u202A' && character <= '\u202E' || character >= '\u2066' && character <= '\u2069') {
                throw new Rejection("must not have %s, which turns the direction of text"
                        .formatted("U+" + Integer.toHexString(character).toUpperCase(java.util.Locale.ROOT)));
            }
        }
    }

    /** Java's own parsers take digits of any script, a leading plus, and suffixes such as {@code 4f} as well. */
    private static String plain(String text, String allowed) {
        for (int i = 0; i < text.length(); i++) {
            if (allowed.indexOf(text.charAt(i)) < 0 || i == 0 && text.charAt(i) == '+') {
                throw new NumberFormatException(text);
            }
        }
        return text;
    }

    private static boolean isLayout(char character) {
        return character == '\n' || character == '\r' || character == '\t';
    }

    /** Parts in order, each once; in one text they are separated by {@code |}. */
    private List<String> parts(Object delivered) throws Rejection {
        List<?> given =
                switch (delivered) {
                    case List<?> list -> list;
                    case String text -> text.indexOf('|') < 0 ? List.of(text) : Arrays.asList(text.split("\\|", -1));
                    default -> throw new Rejection("must be a list of texts, got: " + shown(delivered));
                };
        Set<String> parts = new LinkedHashSet<>();
        for (Object one : given) {
            String part = String.valueOf(one).strip();
            if (one == null || part.isEmpty()) {
                throw new Rejection("must not have an empty part, got: " + shown(delivered));
            }
            parts.add(text(part));
        }
        if (limits.maxParts() != null && parts.size() > limits.maxParts()) {
            throw new Rejection("must have at most " + limits.maxParts() + " parts, got: " + parts.size());
        }
        return new ArrayList<>(parts);
    }

    private static Boolean flag(Object delivered) throws Rejection {
        return switch (delivered) {
            case Boolean flag -> flag;
            case Number number when number.doubleValue() == 0 || number.doubleValue() == 1 -> number.intValue() == 1;
            case String text when text.equalsIgnoreCase("true") || text.equals("1") -> true;
            case String text when text.equalsIgnoreCase("false") || text.equals("0") -> false;
            default -> throw new Rejection("must be true or false, got: " + shown(delivered));
        };
    }

    private LocalDate date(Object delivered) throws Rejection {
        LocalDate date;
        try {
            date = switch (delivered) {
                case LocalDate day -> day;
                case Instant time -> time.atOffset(ZoneOffset.UTC).toLocalDate();
                default -> LocalDate.parse(delivered.toString());
            };
        } catch (DateTimeException e) {
            throw new Rejection("must be a day such as 1995-10-30, got: " + shown(delivered));
        }
        LocalDate last = limits.latest() == null
                ? LocalDate.of(9999, 12, 31)
                : now.plus(limits.latest()).atOffset(ZoneOffset.UTC).toLocalDate();
        if (date.getYear() < 1870 || date.isAfter(last)) {
            throw new Rejection("must be a day from 1870 to " + last + ", got: " + shown(delivered));
        }
        return date;
    }

    /** Seconds since the epoch or an ISO-8601 time with offset, after 1970. */
    private Instant time(Object delivered) throws Rejection {
        Instant time =
                switch (delivered) {
                    case Instant instant -> instant;
                    case Long seconds -> seconds(seconds);
                    case Integer seconds -> seconds(seconds);
                    default -> parseTime(delivered.toString());
                };
        if (time == null) {
            throw new Rejection("must be seconds since 1970 or an ISO-8601 time with offset, got: " + shown(delivered));
        }
        if (!time.isAfter(Instant.EPOCH)) {
            throw new Rejection("must be after 1970-01-01, got: " + shown(delivered));
        }
        if (limits.latest() != null && time.isAfter(now.plus(limits.latest()))) {
            throw new Rejection("must not be in the future, got: " + shown(delivered));
        }
        return time;
    }

    private static @Nullable Instant parseTime(String text) {
        boolean digits = true;
        for (int i = 0; i < text.length() && digits; i++) {
            char character = text.charAt(i);
            digits = character >= '0' && character <= '9' || character == '-' && i == 0;
        }
        try {
            return digits
                    ? seconds(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant seconds(long seconds) {
        boolean possible = seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
        return possible ? Instant.ofEpochSecond(seconds) : null;
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
