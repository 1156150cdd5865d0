package io.marquee.workhorse.ingestion.imdb;

import io.marquee.workhorse.ingestion.source.CountingStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One of IMDb's tables, wherever it is.
 *
 * @param name for people, for example {@code title.basics.tsv.gz}
 * @param size bytes as it is stored
 */
record ImdbFile(String name, long size, Content content) {

    /** Opens what is stored. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /**
     * Opens the table at its first row.
     *
     * @param position set to how many stored bytes have been read, by the reading thread
     * @throws io.marquee.contract.problem.ProblemException when it is empty or not what its name says
     */
    TsvReader open(AtomicLong position) throws IOException {
        InputStream stored = new BufferedInputStream(new CountingStream(content.open(), position), 1 << 16);
        try {
            return TsvReader.open(ReadAhead.start(unpacked(stored), name), name);
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    /** Unpacks gzip, which a file without {@code .gz} may be too. */
    private InputStream unpacked(InputStream stored) throws IOException {
        stored.mark(2);
        boolean gzip = stored.read() == 0x1F && stored.read() == 0x8B;
        stored.reset();
        return gzip || name.endsWith(".gz") ? new GunzipStream(stored, name) : stored;
    }
}
