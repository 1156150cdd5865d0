package io.marquee.workhorse.feature.skew;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When two values of a feature count as the same: texts and flags when they are equal, numbers when they differ by no more
 * than {@code relative} times the greater of 1 and the offline value, lists when their parts do in the same order. A served
 * value has been JSON on its way, so whole numbers may have lost their type.
 *
 * @param relative at least 0
 */
record Tolerance(double relative) {

    Tolerance {
        if (!(relative >= 0)) {
            throw new IllegalArgumentException("the tolerance must be at least 0, got: " + relative);
        }
    }

    boolean same(@Nullable Object served, @Nullable Object offline) {
        if (served == null || offline == null) {
            return served == offline;
        }
        if (served instanceof Number some && offline instanceof Number other) {
            if (isWhole(some) && isWhole(other)) {
                return some.longValue() == other.longValue();
            }
            double expected = other.doubleValue();
            return Double.compare(some.doubleValue(), expected) == 0
                    || Math.abs(some.doubleValue() - expected) <= relative * Math.max(1, Math.abs(expected));
        }
        if (served instanceof List<?> some && offline instanceof List<?> other) {
            if (some.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < some.size(); i++) {
                if (!same(some.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return served.equals(offline);
    }

    /** How far two numbers are apart; null for anything else. */
    static @Nullable Double distance(@Nullable Object served, @Nullable Object offline) {
        return served instanceof Number some && offline instanceof Number other
                ? Math.abs(some.doubleValue() - other.doubleValue())
                : null;
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer;
    }
}
