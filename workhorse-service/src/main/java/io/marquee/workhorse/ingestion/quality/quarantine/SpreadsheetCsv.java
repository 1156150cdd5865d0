package io.marquee.workhorse.ingestion.quality.quarantine;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CSV that people open in a spreadsheet. Text that a spreadsheet would take for a formula gets an apostrophe in front, as the
 * OWASP page on CSV injection advises; the stored text stays as it is.
 */
public final class SpreadsheetCsv {

    private SpreadsheetCsv() {}

    /** A line with its end; null is an empty field. */
    public static String line(List<? extends @Nullable Object> values) {
        return values.stream().map(SpreadsheetCsv::field).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        String text = neutral(value.toString());
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The text as a spreadsheet takes it for nothing but text. */
    public static String neutral(String text) {
        if (text.isEmpty()) {
            return text;
        }
        return switch (text.charAt(0)) {
            // The last four are the full-width twins that some programs fold to the plain ones.
            case '=', '+', '-', '@', '\t', '\r', '\n', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20' -> '\'' + text;
            default -> text;
        };
    }
}
