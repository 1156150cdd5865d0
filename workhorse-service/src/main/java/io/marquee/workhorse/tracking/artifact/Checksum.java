package io.marquee.workhorse.tracking.artifact;

import java.util.regex.Pattern;

/**
 * What a file's bytes are.
 *
 * @param size in bytes
 * @param sha256 64 small hexadecimal digits
 */
public record Checksum(long size, String sha256) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Checksum {
        if (size < 0) {
            throw new IllegalArgumentException("the size of a file must not be negative, got: " + size);
        }
        if (!isSha256(sha256)) {
            throw new IllegalArgumentException("a SHA-256 has 64 small hexadecimal digits, got: " + sha256);
        }
    }

    static boolean isSha256(String text) {
        return SHA256.matcher(text).matches();
    }

    /** The strong entity tag of HTTP: equal tags mean equal bytes. */
    public String entityTag() {
        return "\"" + sha256 + "\"";
    }
}
