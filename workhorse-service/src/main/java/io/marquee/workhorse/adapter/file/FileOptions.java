package io.marquee.workhorse.adapter.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a file's name does not tell.
 *
 * @param format null to go by the name
 * @param delimiter of CSV, null for the format's own
 * @param spreadsheetSafe whether texts that a spreadsheet would take for formulas get an apostrophe when they are written
 */
public record FileOptions(
        @Nullable FileFormat format, @Nullable Character delimiter, Charset encoding, boolean spreadsheetSafe) {

    /** Nothing special. */
    public static final FileOptions DEFAULT = new FileOptions(null, null, StandardCharsets.UTF_8, false);

    public FileOptions {
        if (delimiter != null
                && (delimiter == '"' || delimiter == '\n' || delimiter == '\r' || delimiter == '\uFFFD')) {
            throw new IllegalArgumentException("a delimiter must not be a quote or an end of line");
        }
    }

    /**
     * The format of a file.
     *
     * @throws IllegalArgumentException when neither the options nor the name tell
     */
    public FileFormat formatOf(String name) {
        if (format != null) {
            return format;
        }
        return FileFormat.ofName(name)
                .orElseThrow(() -> new IllegalArgumentException("the format of '" + name
                        + "' cannot be told by its name; say which it is: " + FileFormat.names()));
    }

    /** What separates the fields of a file of that format. */
    public char delimiterOf(FileFormat of) {
        return delimiter == null ? of.delimiter() : delimiter;
    }
}
