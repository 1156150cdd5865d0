package io.marquee.workhorse.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values between the types of columns: whatever a source delivers becomes what the column promises, or is refused. */
public final class ColumnValues {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private ColumnValues() {}

    /**
     * A value as its column's type has it.
     *
     * @throws IllegalArgumentException quoting the value that does not fit
     */
    public static @Nullable Object convert(@Nullable Object value, ColumnType type) {
        if (value == null) {
            return null;
        }
        try {
            return switch (type) {
                case TEXT -> text(value);
                case INTEGER -> integer(value);
                case DECIMAL ->
                    value instanceof BigDecimal decimal
                            ? decimal
                            : new BigDecimal(text(value).strip());
                case DOUBLE ->
                    value instanceof Double number
                            ? number
                            : Double.valueOf(text(value).strip());
                case BOOLEAN -> bool(value);
                case DATE -> date(value);
                case TIMESTAMP -> timestamp(value);
                case TEXT_LIST -> list(value);
            };
        } catch (ArithmeticException | NumberFormatException | DateTimeException | ClassCastException e) {
            throw new IllegalArgumentException("'" + shown(value) + "' is not " + name(type), e);
        }
    }

    /** A value as text that {@link #convert} reads back: ISO 8601 for times, JSON for lists. */
    public static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case BigDecimal decimal -> decimal.toPlainString();
            case List<?> list -> json(list);
            case Map<?, ?> object -> json(object);
            default -> value.toString();
        };
    }

    private static Long integer(Object value) {
        return switch (value) {
            case Long number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Boolean flag -> flag ? 1L : 0L;
            default -> new BigDecimal(text(value).strip()).longValueExact();
        };
    }

    private static Boolean bool(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        return switch (text(value).strip().toLowerCase(Locale.ROOT)) {
            case "true", "t", "1" -> true;
            case "false", "f", "0" -> false;
            default -> throw new IllegalArgumentException("'" + shown(value) + "' is not true or false");
        };
    }

    private static LocalDate date(Object value) {
        return switch (value) {
            case LocalDate date -> date;
            case Instant instant -> LocalDate.ofInstant(instant, ZoneOffset.UTC);
            default -> LocalDate.parse(text(value).strip());
        };
    }

    private static Instant timestamp(Object value) {
        return switch (value) {
            case Instant instant -> instant;
            case LocalDate date -> date.atStartOfDay().toInstant(ZoneOffset.UTC);
            case Long epochSeconds -> Instant.ofEpochSecond(epochSeconds);
            default -> parseTimestamp(text(value).strip().replace(' ', 'T'));
        };
    }

    /** {@code 2020-01-01T10:00:00}, with or without a zone; as databases write it, the hour of a zone may stand alone. */
    private static Instant parseTimestamp(String text) {
        int time = text.indexOf('T');
        if (time < 0) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        int zone = Math.max(text.indexOf('+', time), Math.max(text.indexOf('-', time), text.indexOf('Z', time)));
        if (zone < 0) {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        }
        boolean hourOnly = text.length() - zone == 3;
        return OffsetDateTime.parse(hourOnly ? text + ":00" : text).toInstant();
    }

    private static List<String> list(Object value) {
        if (value instanceof List<?> list) {
            return texts(list);
        }
        String text = text(value).strip();
        if (text.startsWith("[")) {
            try {
                return texts(JSON.readValue(text, List.class));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("'" + shown(value) + "' is not a JSON array", e);
            }
        }
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\|", -1));
    }

    private static List<String> texts(List<?> list) {
        List<String> texts = new ArrayList<>(list.size());
        for (Object element : list) {
            if (element == null) {
                throw new IllegalArgumentException("a list with an element that is null is not a list of texts");
            }
            texts.add(text(element));
        }
        return texts;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }

    private static String name(ColumnType type) {
        return switch (type) {
            case TEXT -> "a text";
            case INTEGER -> "a whole number";
            case DECIMAL, DOUBLE -> "a number";
            case BOOLEAN -> "true or false";
            case DATE -> "a date like 2020-01-31";
            case TIMESTAMP -> "a time like 2020-01-31T23:59:59Z";
            case TEXT_LIST -> "a list";
        };
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return (text.length() <= 80 ? text : text.substring(0, 80) + "…").replaceAll("\\p{Cntrl}", "?");
    }
}
