package io.marquee.contract.feature;

import java.util.Arrays;
import java.util.Locale;

/**
 * Value types of features and entities: Feast's {@code ValueType} enum with its numbers.
 *
 * <p>The Java side of a value is: {@code byte[]}, {@link String}, {@link Integer}, {@link Long}, {@link Double},
 * {@link Float}, {@link Boolean}; {@link Long} seconds since the epoch for {@link #UNIX_TIMESTAMP}; a {@link java.util.List}
 * of these for the list types; null for a missing value.
 */
public enum ValueType {
    BYTES(1, 1),
    STRING(2, 2),
    INT32(3, 3),
    INT64(4, 4),
    DOUBLE(5, 5),
    FLOAT(6, 6),
    BOOL(7, 7),
    UNIX_TIMESTAMP(8, 8),
    BYTES_LIST(11, 11),
    STRING_LIST(12, 12),
    INT32_LIST(13, 13),
    INT64_LIST(14, 14),
    DOUBLE_LIST(15, 15),
    FLOAT_LIST(16, 16),
    BOOL_LIST(17, 17),
    UNIX_TIMESTAMP_LIST(18, 18);

    private final int number;
    private final int valueTag;

    ValueType(int number, int valueTag) {
        this.number = number;
        this.valueTag = valueTag;
    }

    /** Number in {@code feast.types.ValueType.Enum}; part of an entity key's bytes. */
    public int number() {
        return number;
    }

    /** Field number in {@code feast.types.Value}'s oneof. */
    int valueTag() {
        return valueTag;
    }

    public boolean isList() {
        return number > 10;
    }

    /** Whether statistics such as mean and quantiles make sense. */
    public boolean isNumeric() {
        return switch (this) {
            case INT32, INT64, DOUBLE, FLOAT, BOOL, UNIX_TIMESTAMP -> true;
            default -> false;
        };
    }

    /** The element type of a list type. */
    public ValueType elementType() {
        if (!isList()) {
            throw new IllegalStateException(this + " is not a list type");
        }
        return ofNumber(number - 10);
    }

    static ValueType ofNumber(int number) {
        return Arrays.stream(values())
                .filter(type -> type.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("value type number " + number + " is not known"));
    }

    /**
     * Reads the name as definition files write it, in any case.
     *
     * @throws IllegalArgumentException naming the text, when there is no such type
     */
    public static ValueType named(String text) {
        try {
            return valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "value type '" + text + "' is not one of " + Arrays.toString(values()), e);
        }
    }
}
