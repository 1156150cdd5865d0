package io.marquee.contract.id;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A tracking run, named as MLflow names it: 32 lower-case hexadecimal digits.
 *
 * @param value the digits
 */
public record RunId(String value) {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    public RunId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("run id must be 32 hexadecimal digits, got: '" + value + "'");
        }
    }

    /** A run id that no other run has. */
    public static RunId random() {
        return new RunId(UUID.randomUUID().toString().replace("-", ""));
    }

    @Override
    public String toString() {
        return value;
    }
}
