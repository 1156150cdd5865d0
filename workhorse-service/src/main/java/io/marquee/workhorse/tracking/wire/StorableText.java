package io.marquee.workhorse.tracking.wire;

/** What PostgreSQL can keep as text. */
final class StorableText {

    private StorableText() {}

    /** Whether it has neither NUL nor half a surrogate pair. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
