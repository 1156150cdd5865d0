package io.marquee.workhorse.ingestion.csv;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells by a file's first bytes when it is not UTF-8 text, so that the error names what it is instead of what it lacks. */
public final class FileForm {

    /** How many bytes from the start of a file are enough to tell. */
    public static final int ENOUGH = 1 << 12;

    private FileForm() {}

    /**
     * What the file is, when it is not lines of UTF-8 text; worded to follow the file's name.
     *
     * @param head the first bytes of the file: all of it, or at least {@link #ENOUGH}
     */
    public static Optional<String> foreign(byte[] head, int length) {
        if (starts(head, length, 0, 0, 0xFE, 0xFF) || starts(head, length, 0xFF, 0xFE, 0, 0)) {
            return Optional.of("is UTF-32 text; UTF-8 is needed");
        }
        if (starts(head, length, 0xFE, 0xFF) || starts(head, length, 0xFF, 0xFE) || everySecondIsNul(head, length)) {
            return Optional.of("is UTF-16 text; UTF-8 is needed");
        }
        if (starts(head, length, 0x1F, 0x8B)) {
            return Optional.of(
                    "is compressed with gzip, which its name does not say; unpack it, or name it .gz where that is read");
        }
        if (starts(head, length, 'P', 'K', 3, 4)) {
            return Optional.of("is a zip archive or a workbook; text is needed");
        }
        if (starts(head, length, 'P', 'A', 'R', '1')) {
            return Optional.of("is a Parquet file; text is needed");
        }
        if (starts(head, length, 0x28, 0xB5, 0x2F, 0xFD) || starts(head, length, 0xFD, '7', 'z', 'X', 'Z', 0)) {
            return Optional.of("is compressed with zstd or xz; text is needed");
        }
        if (new String(head, 0, Math.min(length, 16), StandardCharsets.ISO_8859_1).equals("SQLite format 3\0")) {
            return Optional.of("is a SQLite database; text is needed");
        }
        if (starts(head, length, 0, 0, 0, 0)) {
            return Optional.of("begins with NUL bytes; text is needed");
        }
        if (endsLinesInCrAlone(head, length)) {
            return Optional.of("has lines that end in CR alone; LF or CRLF is needed");
        }
        return Optional.empty();
    }

    private static boolean starts(byte[] head, int length, int... mark) {
        if (length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if (head[i] != (byte) mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Latin text in UTF-16 has a NUL in each character, always on the same side. */
    private static boolean everySecondIsNul(byte[] head, int length) {
        int looked = Math.min(length, ENOUGH) & ~1;
        int even = 0;
        int odd = 0;
        for (int i = 0; i < looked; i += 2) {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }
        return looked >= 8 && Math.min(even, odd) == 0 && Math.max(even, odd) > looked / 4;
    }

    private static boolean endsLinesInCrAlone(byte[] head, int length) {
        boolean alone = false;
        for (int i = 0; i < length; i++) {
            if (head[i] == '\n') {
                return false;
            }
            alone |= head[i] == '\r' && i + 1 < length;
        }
        return alone;
    }
}
