package io.marquee.workhorse.ingestion.imdb;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of a gzip file (RFC 1952) of one or more members, with checksums and lengths checked. Damage is a
 * {@link ProblemException} that names the byte of the file; the JDK's own stream does not, and takes a file that is cut
 * between two members for a whole one when its source has nothing available at that moment.
 */
final class GunzipStream extends InputStream {

    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final InputStream in;
    private final String name;
    private final byte[] input = new byte[1 << 17];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private int position;
    private int limit;
    private long bytesBefore;
    private long length;
    private boolean inMember;
    private boolean ended;

    GunzipStream(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        if (wanted == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember && !startMember()) {
                ended = true;
                break;
            }
            int count = inflate(target, offset, wanted);
            if (count > 0) {
                checksum.update(target, offset, count);
                length += count;
                return count;
            }
        }
        return -1;
    }

    /** Bytes of the file that have been used up. */
    private long at() {
        return bytesBefore + position;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }

    /** Some bytes of the member; 0 when it has just ended. */
    private int inflate(byte[] target, int offset, int wanted) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(target, offset, wanted);
                if (count > 0) {
                    return count;
                }
                if (inflater.finished()) {
                    position = limit - inflater.getRemaining();
                    endMember();
                    return 0;
                }
                if (inflater.needsDictionary()) {
                    throw broken("asks for a preset dictionary");
                }
                position = limit;
                if (!fill()) {
                    throw cut();
                }
                inflater.setInput(input, position, limit - position);
            }
        } catch (DataFormatException e) {
            position = limit - inflater.getRemaining();
            throw broken("cannot be unpacked");
        }
    }

    /** Reads a member's header; false at the end of the file. */
    private boolean startMember() throws IOException {
        boolean first = at() == 0;
        if (!more()) {
            if (first) {
                throw new ProblemException(ProblemType.UNPROCESSABLE, name + " is empty, a header is needed");
            }
            return false;
        }
        int magic = next() | next() << 8;
        if (magic != 0x8B1F) {
            throw first
                    ? new ProblemException(
                            ProblemType.UNPROCESSABLE,
                            String.format("%s is not a gzip file, it starts with 0x%04x", name, swapped(magic)))
                    : broken("has something behind its end that is not gzip");
        }
        int method = next();
        int flags = next();
        if (method != 8 || (flags & RESERVED) != 0) {
            throw broken("has a header with method " + method + " and flags " + flags + ", which is not known");
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(input, position, limit - position);
        checksum.reset();
        length = 0;
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        long expected = number();
        if (expected != checksum.getValue()) {
            throw broken(String.format("has the checksum %08x, its content has %08x", expected, checksum.getValue()));
        }
        long expectedLength = number();
        if (expectedLength != (length & 0xFFFF_FFFFL)) {
            throw broken("says it has " + expectedLength + " bytes, its content has " + length);
        }
        inMember = false;
    }

    private long number() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int value = next();
        while (value != 0) {
            value = next();
        }
    }

    private int next() throws IOException {
        if (!more()) {
            throw cut();
        }
        return input[position++] & 0xFF;
    }

    private boolean more() throws IOException {
        return position < limit || fill();
    }

    private boolean fill() throws IOException {
        int count = in.read(input);
        bytesBefore += limit;
        position = 0;
        limit = Math.max(0, count);
        return limit > 0;
    }

    private static int swapped(int magic) {
        return (magic & 0xFF) << 8 | magic >> 8;
    }

    private ProblemException cut() {
        return new ProblemException(
                ProblemType.UNPROCESSABLE, name + " is cut off at byte " + at() + ": the rest of it is missing");
    }

    private ProblemException broken(String what) {
        return new ProblemException(ProblemType.UNPROCESSABLE, name + " is damaged at byte " + at() + ": it " + what);
    }
}
