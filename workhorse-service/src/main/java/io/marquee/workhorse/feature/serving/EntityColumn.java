package io.marquee.workhorse.feature.serving;

import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one join key, one for each entity that is asked for.
 *
 * @param joinKey the column's name
 * @param values of the Java type that {@link ValueType} gives for {@code type}
 */
public record EntityColumn(String joinKey, ValueType type, Object[] values) {

    /**
     * Takes over what a client sent.
     *
     * @param values whole numbers of any width, text, bytes; BYTES may come as base64 too
     * @throws ServingException naming the row and the value, when one is not of the join key's type
     */
    static EntityColumn of(JoinKey joinKey, List<@Nullable Object> values) {
        Object[] typed = new Object[values.size()];
        for (int row = 0; row < typed.length; row++) {
            Object value = typed(joinKey.type(), values.get(row));
            if (value == null) {
                throw ServingException.invalid("entity '" + joinKey.column() + "', row " + row + ": "
                        + shown(values.get(row)) + " is not of type " + joinKey.type());
            }
            typed[row] = value;
        }
        return new EntityColumn(joinKey.column(), joinKey.type(), typed);
    }

    private static @Nullable Object typed(ValueType type, @Nullable Object value) {
        return switch (type) {
            case STRING -> value instanceof String ? value : null;
            case BYTES -> value instanceof byte[] ? value : value instanceof String text ? base64(text) : null;
            case INT32 ->
                switch (value) {
                    case Integer number -> number;
                    case Long number when number == number.intValue() -> number.intValue();
                    case null, default -> null;
                };
            case INT64, UNIX_TIMESTAMP ->
                switch (value) {
                    case Long number -> number;
                    case Integer number -> number.longValue();
                    case null, default -> null;
                };
            default -> null;
        };
    }

    private static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String shown(@Nullable Object value) {
        String text = value instanceof String ? "'" + value + "'" : String.valueOf(value);
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
