package io.marquee.platform.web;

/**
 * How large a body may be at a path and below it, where that differs from {@link BodyConfig#maxBody()}. Beans of this type are
 * found by themselves; of several that match, the longest path counts.
 *
 * @param path without a slash at its end
 * @param maxBytes most bytes that a body may have
 * @param timed whether {@link BodyConfig#maxBodyTime()} applies
 */
public record BodyLimit(String path, long maxBytes, boolean timed) {

    public BodyLimit {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash and ends without one, got: " + path);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive, got: " + maxBytes);
        }
    }

    /** Bodies of at most so many bytes. */
    public static BodyLimit upTo(String path, long maxBytes) {
        return new BodyLimit(path, maxBytes, true);
    }

    /** Who answers there counts bytes; the answer for too many has a shape of its own. */
    public static BodyLimit counted(String path) {
        return new BodyLimit(path, Long.MAX_VALUE, true);
    }

    /** Who answers there watches both size and time. */
    public static BodyLimit watched(String path) {
        return new BodyLimit(path, Long.MAX_VALUE, false);
    }

    boolean covers(String requested) {
        return requested.startsWith(path)
                && (requested.length() == path.length() || requested.charAt(path.length()) == '/');
    }
}
