package io.marquee.workhorse.storage;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The key of an object: a relative path with {@code /} that means the same in every store and cannot leave it.
 *
 * @param value at most 900 bytes; no empty, {@code .} or {@code ..} step, no backslash, no control character
 */
public record ObjectKey(String value) {

    /** S3 allows 1024 bytes; a file store needs room for its root. */
    private static final int MAX_BYTES = 900;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    public ObjectKey {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an object key must not be empty");
        }
        requireSafe(value);
        for (String step : value.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                throw new IllegalArgumentException(
                        "object key '" + printable(value) + "' must not have an empty, '.' or '..' step");
            }
        }
        if (value.startsWith(FileObjectStore.WORK_FOLDER + "/")) {
            throw new IllegalArgumentException(
                    "object key '" + printable(value) + "' lies in a folder of the store's own");
        }
    }

    /**
     * Checks the beginning of a key, which may end anywhere, also within a step.
     *
     * @throws IllegalArgumentException when no key could begin like this
     */
    public static String requirePrefix(String prefix) {
        requireSafe(prefix);
        String[] steps = prefix.split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            boolean last = i == steps.length - 1;
            if (steps[i].equals("..") || !last && (steps[i].isEmpty() || steps[i].equals("."))) {
                throw new IllegalArgumentException(
                        "key prefix '" + printable(prefix) + "' must not have an empty, '.' or '..' step");
            }
        }
        return prefix;
    }

    /**
     * Checks a part of an object.
     *
     * @throws IllegalArgumentException when it starts before the object or has a negative length
     */
    public static void requireRange(long from, long length) {
        if (from < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "a part of an object must not be negative, got: from " + from + ", length " + length);
        }
    }

    private static void requireSafe(String text) {
        if (text.startsWith("/")) {
            throw new IllegalArgumentException("object key '" + printable(text) + "' must be relative");
        }
        if (text.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("object key '" + printable(text) + "' must not have a backslash");
        }
        if (CONTROL.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "object key '" + printable(text) + "' must not have a control character");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "object key '" + printable(text.substring(0, 40)) + "…' is longer than " + MAX_BYTES + " bytes");
        }
    }

    private static String printable(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }
}
