package io.marquee.workhorse.ingestion.csv;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a file, of UTF-8 unless told otherwise, in bounded memory. Ends of line are LF or CRLF; a byte order mark is skipped; bytes that are not
 * UTF-8 become U+FFFD. A file that is something else altogether is refused with its name and what it is.
 */
public final class LineReader implements Closeable {

    public static final int MAX_LINE_BYTES = 1 << 20;

    private final InputStream in;
    private final String name;
    private final Charset charset;
    private final byte[] buffer = new byte[1 << 16];
    private byte[] line = new byte[256];
    private int position;
    private int limit;
    private long bytesRead;
    private long lineNumber;

    public LineReader(InputStream in, String name) {
        this(in, name, StandardCharsets.UTF_8);
    }

    /** A reader of text in another encoding, in which the ends of line are the same bytes. */
    public LineReader(InputStream in, String name, Charset charset) {
        this.in = in;
        this.name = name;
        this.charset = charset;
    }

    /** The next line without its end; null at the end of the file. */
    @Nullable
    public String next() throws IOException {
        int length = 0;
        boolean any = false;
        while (true) {
            if (position == limit && !fill()) {
                return any ? text(length) : null;
            }
            any = true;
            byte value = buffer[position++];
            if (value == '\n') {
                return text(length);
            }
            if (length == line.length) {
                grow();
            }
            line[length++] = value;
        }
    }

    /** The number of the line that {@link #next} gave last, from 1. */
    public long lineNumber() {
        return lineNumber;
    }

    /** How far the file has been read. */
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        position = 0;
        // The first bytes come together, however the stream delivers them, since they tell what the file is.
        limit = bytesRead == 0 ? in.readNBytes(buffer, 0, FileForm.ENOUGH) : Math.max(0, in.read(buffer));
        if (bytesRead == 0) {
            FileForm.foreign(buffer, limit).ifPresent(form -> {
                throw new ProblemException(ProblemType.UNPROCESSABLE, name + " " + form);
            });
        }
        bytesRead += limit;
        return limit > 0;
    }

    private void grow() {
        if (line.length >= MAX_LINE_BYTES) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    name + ": line " + (lineNumber + 1) + " is longer than " + MAX_LINE_BYTES
                            + " bytes; this is not a CSV file");
        }
        line = java.util.Arrays.copyOf(line, line.length * 2);
    }

    private String text(int length) {
        lineNumber++;
        int start = 0;
        if (lineNumber == 1
                && length >= 3
                && line[0] == (byte) 0xEF
                && line[1] == (byte) 0xBB
                && line[2] == (byte) 0xBF) {
            start = 3;
        }
        int end = length > start && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, start, end - start, charset);
    }
}
