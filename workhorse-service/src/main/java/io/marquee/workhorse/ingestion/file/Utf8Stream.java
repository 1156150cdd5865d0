package io.marquee.workhorse.ingestion.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text of another encoding as UTF-8; what is not text of that encoding becomes U+FFFD, which readers complain about by line. */
final class Utf8Stream extends InputStream {

    private final Reader text;
    private final char[] characters = new char[1 << 13];
    private byte[] bytes = new byte[0];
    private int position;
    private char highSurrogate;

    private Utf8Stream(Reader text) {
        this.text = text;
    }

    static InputStream of(InputStream in, Charset encoding) {
        if (encoding.equals(StandardCharsets.UTF_8)) {
            return in;
        }
        return new Utf8Stream(new InputStreamReader(
                in,
                encoding.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (position == bytes.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private boolean fill() throws IOException {
        int kept = highSurrogate == 0 ? 0 : 1;
        characters[0] = highSurrogate;
        int read = text.read(characters, kept, characters.length - kept);
        if (read < 0 && kept == 0) {
            return false;
        }
        int count = Math.max(0, read) + kept;
        highSurrogate = 0;
        // Half of a character has to wait for the other half.
        if (read > 0 && Character.isHighSurrogate(characters[count - 1])) {
            highSurrogate = characters[--count];
        }
        bytes = new String(characters, 0, count).getBytes(StandardCharsets.UTF_8);
        position = 0;
        return bytes.length > 0 || fill();
    }
}
