package io.marquee.cli.output;

/** How many cells of a terminal a text takes: titles come in every script. */
final class Width {

    private static final String ELLIPSIS = "…";

    private Width() {}

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    private static int of(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return wide(point) ? 2 : 1;
    }

    /** The blocks that Unicode's East Asian Width calls wide or full-width. */
    private static boolean wide(int point) {
        return point >= 0x1100
                && (point <= 0x115F
                        || point >= 0x2E80 && point <= 0xA4CF && point != 0x303F
                        || point >= 0xAC00 && point <= 0xD7A3
                        || point >= 0xF900 && point <= 0xFAFF
                        || point >= 0xFE30 && point <= 0xFE6F
                        || point >= 0xFF00 && point <= 0xFF60
                        || point >= 0xFFE0 && point <= 0xFFE6
                        || point >= 0x1F300 && point <= 0x1F64F
                        || point >= 0x1F900 && point <= 0x1F9FF
                        || point >= 0x20000 && point <= 0x3FFFD);
    }

    /** The text, or as much of its beginning as fits, with a mark that there was more. */
    static String cut(String text, int cells) {
        if (of(text) <= cells) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 1;
        for (int point : text.codePoints().toArray()) {
            used += of(point);
            if (used > cells) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return kept + ELLIPSIS;
    }

    /** What a terminal would act upon is shown, not obeyed: text from outside must not move the cursor. */
    static String harmless(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\t') {
                shown.append(" ");
            } else if (Character.isISOControl(point)) {
                shown.append('·');
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }
}
