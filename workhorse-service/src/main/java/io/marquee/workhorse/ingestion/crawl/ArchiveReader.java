package io.marquee.workhorse.ingestion.crawl;

import io.marquee.workhorse.ingestion.source.CountingStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the parts of archives line by line, one after the other. */
public final class ArchiveReader implements Closeable {

    /**
     * A line.
     *
     * @param part number of the part, from 0
     * @param number of the line in its part, from 1
     * @param answer null when the line has a defect
     * @param defect why it could not be read; null when it could
     */
    public record Line(
            int part,
            long number,
            String text,
            @Nullable ArchivedAnswer answer,
            @Nullable String defect) {}

    private final CrawlArchives archives;
    private final List<CrawlArchives.Part> parts;
    private int part = -1;
    private long line;
    private long finished;
    private @Nullable CountingStream counted;
    private @Nullable BufferedReader lines;

    public ArchiveReader(CrawlArchives archives, List<CrawlArchives.Part> parts) {
        this.archives = archives;
        this.parts = List.copyOf(parts);
    }

    /**
     * The next line; null at the end.
     *
     * @throws IOException naming the part that cannot be read
     */
    public @Nullable Line next() throws IOException {
        while (true) {
            BufferedReader open = lines;
            if (open == null) {
                if (part + 1 == parts.size()) {
                    return null;
                }
                openNext();
                continue;
            }
            String text;
            try {
                text = open.readLine();
            } catch (IOException e) {
                throw unreadable(e);
            }
            if (text == null) {
                finished += parts.get(part).size();
                close();
            } else {
                line++;
                return parse(text);
            }
        }
    }

    /** Compressed bytes read so far, over all parts. */
    public long position() {
        return finished + (counted == null ? 0 : counted.count());
    }

    @Override
    public void close() throws IOException {
        BufferedReader open = lines;
        lines = null;
        counted = null;
        if (open != null) {
            open.close();
        }
    }

    private void openNext() throws IOException {
        part++;
        line = 0;
        try {
            CountingStream in = new CountingStream(archives.open(parts.get(part)));
            counted = in;
            lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(in, 1 << 16), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Line parse(String text) {
        try {
            return new Line(part, line, text, ArchivedAnswer.fromLine(text), null);
        } catch (IllegalArgumentException e) {
            return new Line(part, line, text, null, e.getMessage());
        }
    }

    private IOException unreadable(IOException e) {
        return new IOException(
                parts.get(part).key() + " cannot be read behind line " + line + ": " + e.getMessage(), e);
    }
}
