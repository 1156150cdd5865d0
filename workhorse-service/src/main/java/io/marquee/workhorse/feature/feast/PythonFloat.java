package io.marquee.workhorse.feature.feast;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Floating-point numbers as Python's {@code repr} writes them: the shortest digits that give the same number, with an
 * exponent below 1e-4 and from 1e16 on.
 */
final class PythonFloat {

    private PythonFloat() {}

    /**
     * Writes a finite number.
     *
     * @param value neither infinite nor NaN
     */
    static String repr(double value) {
        // Java writes plain digits in this range just as Python does.
        double size = Math.abs(value);
        if (size >= 1e-3 && size < 1e7 || size == 0) {
            return Double.toString(value);
        }
        String java = Double.toString(size);
        int e = java.indexOf('E');
        int exponent = Integer.parseInt(java, e + 1, java.length(), 10);
        String digits = java.charAt(0) + (java.startsWith("0E", 2) ? "" : java.substring(2, e));
        if (digits.length() == 2 && size < Double.MIN_NORMAL) {
            // Of the smallest numbers Java gives two digits where one is enough.
            BigDecimal rounded = new BigDecimal(java).round(new MathContext(1));
            if (rounded.doubleValue() == size) {
                digits = rounded.unscaledValue().toString();
                exponent = -rounded.scale();
            }
        }
        String sign = value < 0 ? "-" : "";
        if (exponent >= 16 || exponent < -4) {
            String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            String padded = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
            return sign + digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + padded;
        }
        if (exponent < 0) {
            return sign + "0." + "0".repeat(-exponent - 1) + digits;
        }
        if (digits.length() <= exponent + 1) {
            return sign + digits + "0".repeat(exponent + 1 - digits.length()) + ".0";
        }
        return sign + digits.substring(0, exponent + 1) + "." + digits.substring(exponent + 1);
    }
}
