package io.marquee.workhorse.feature.feast;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.serving.ServingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value of a pushed row, brought to the type of its feature. */
final class PushedValue {

    private PushedValue() {}

    /**
     * The value as the online store holds it; NaN is a missing value, as for pandas.
     *
     * @param given plain Java, see {@link JsonCell}; numbers may be text, as Feast's gRPC sends them
     * @throws ServingException when it is of another type, or breaks the feature's rule
     */
    static @Nullable Object of(FeatureField field, int row, @Nullable Object given) {
        if (given == null || given instanceof Double number && number.isNaN()) {
            return null;
        }
        Object value = typed(field.type(), given);
        if (value == null) {
            throw ServingException.invalid(place(field, row) + shown(given) + " is not of type " + field.type());
        }
        if (value instanceof Number number) {
            double size = number.doubleValue();
            if (field.min() != null && size < field.min() || field.max() != null && size > field.max()) {
                throw ServingException.invalid(
                        place(field, row) + value + " is not between " + field.min() + " and " + field.max());
            }
        }
        return value;
    }

    /**
     * The value of a join key, which cannot be missing.
     *
     * @throws ServingException when it is of another type
     */
    static Object key(JoinKey joinKey, int row, @Nullable Object given) {
        Object value = given == null ? null : typed(joinKey.type(), given);
        if (value == null) {
            throw ServingException.invalid("entity '" + joinKey.column() + "', row " + row + ": " + shown(given)
                    + " is not of type " + joinKey.type());
        }
        return value;
    }

    private static @Nullable Object typed(ValueType type, Object given) {
        if (type.isList()) {
            return given instanceof List<?> list ? list(type.elementType(), list) : null;
        }
        return switch (type) {
            case STRING -> given instanceof String ? given : null;
            case BYTES -> given instanceof byte[] ? given : given instanceof String text ? base64(text) : null;
            case BOOL ->
                switch (given) {
                    case Boolean flag -> flag;
                    case String text when text.equalsIgnoreCase("true") -> true;
                    case String text when text.equalsIgnoreCase("false") -> false;
                    default -> null;
                };
            case DOUBLE -> decimal(given);
            case FLOAT -> {
                Double decimal = decimal(given);
                yield decimal == null ? null : (Object) decimal.floatValue();
            }
            case INT64 -> whole(given);
            case UNIX_TIMESTAMP -> moment(given);
            case INT32 -> {
                Long whole = whole(given);
                yield whole == null || whole != whole.intValue() ? null : (Object) whole.intValue();
            }
            default -> null;
        };
    }

    private static @Nullable List<Object> list(ValueType elementType, List<?> given) {
        List<Object> list = new ArrayList<>(given.size());
        for (Object element : given) {
            Object value = element == null ? null : typed(elementType, element);
            if (value == null) {
                return null;
            }
            list.add(value);
        }
        return list;
    }

    private static @Nullable Double decimal(Object given) {
        return switch (given) {
            case Number number -> number.doubleValue();
            case String text -> number(text);
            default -> null;
        };
    }

    /** A whole number; pandas makes decimals of a column that has gaps. */
    private static @Nullable Long whole(Object given) {
        return switch (given) {
            case Long number -> number;
            case Integer number -> number.longValue();
            case Double number when number == Math.rint(number) && Math.abs(number) <= 1L << 53 -> number.longValue();
            case String text -> wholeNumber(text);
            default -> null;
        };
    }

    private static @Nullable Long moment(Object given) {
        Long seconds = whole(given);
        return seconds == null && given instanceof String text
                ? (Long) FeastTime.parse("a moment", text).getEpochSecond()
                : seconds;
    }

    private static @Nullable Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long wholeNumber(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String place(FeatureField field, int row) {
        return "column '" + field.name() + "', row " + row + ": ";
    }

    private static String shown(@Nullable Object given) {
        String text = given instanceof String ? "'" + given + "'" : String.valueOf(given);
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
