package io.marquee.workhorse.adapter.file;

import java.util.regex.Pattern;

/**
 * A pattern of paths or keys: {@code *} and {@code ?} stand for characters of one step, {@code **} for any, {@code [a-z]}
 * for one of a set, <code>{csv,tsv}</code> for one of several texts.
 *
 * @param fixed everything before the first step that has a pattern, with its slash; where to look
 */
record Glob(String fixed, Pattern pattern) {

    private static final String SPECIAL = "*?[{";

    static boolean isPattern(String text) {
        return text.chars().anyMatch(character -> SPECIAL.indexOf(character) >= 0);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when a bracket is not closed
     */
    static Glob of(String text) {
        int first = 0;
        while (first < text.length() && SPECIAL.indexOf(text.charAt(first)) < 0) {
            first++;
        }
        String fixed = text.substring(0, text.lastIndexOf('/', Math.min(first, text.length() - 1)) + 1);
        return new Glob(fixed, Pattern.compile(regex(text)));
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean inBraces = false;
        for (int i = 0; i < glob.length(); i++) {
            char character = glob.charAt(i);
            switch (character) {
                case '*' -> {
                    boolean any = glob.startsWith("**", i);
                    regex.append(any ? ".*" : "[^/]*");
                    i += any ? 1 : 0;
                }
                case '?' -> regex.append("[^/]");
                case '[' -> {
                    int close = glob.indexOf(']', i + 2);
                    if (close < 0) {
                        throw unclosed(glob);
                    }
                    String set = glob.substring(i + 1, close);
                    boolean not = set.startsWith("!");
                    regex.append(not ? "[^/" : "[")
                            .append((not ? set.substring(1) : set).replaceAll("[\\\\\\[\\]&^]", "\\\\$0"))
                            .append(']');
                    i = close;
                }
                case '{' -> {
                    if (inBraces || glob.indexOf('}', i) < 0) {
                        throw unclosed(glob);
                    }
                    inBraces = true;
                    regex.append("(?:");
                }
                case '}' -> {
                    regex.append(inBraces ? ")" : "\\}");
                    inBraces = false;
                }
                case ',' -> regex.append(inBraces ? "|" : ",");
                default -> regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return regex.toString();
    }

    private static IllegalArgumentException unclosed(String glob) {
        return new IllegalArgumentException("a pattern's brackets must be closed and not nested, got: " + glob);
    }
}
