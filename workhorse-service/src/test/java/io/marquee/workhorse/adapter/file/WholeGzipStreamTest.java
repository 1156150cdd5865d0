package io.marquee.workhorse.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeGzipStreamTest {

    @Test
    void shouldReadMembersOneAfterTheOther() throws IOException {
        byte[] both = concat(gzip(text("one\n")), gzip(text("two\n")));
        assertThat(read(both)).isEqualTo(text("one\ntwo\n"));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 18, 19, 40, 5000, 100_000})
    void shouldNotPassOverWhatIsBehindTheEnd(int garbage) throws IOException {
        byte[] file = concat(gzip(text("one\n")), "x".repeat(garbage).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("the gzip file has something behind its end that is not gzip");
    }

    @Test
    void shouldNotTakeACutFileForAWholeOne() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(5).nextBytes(noise);
        byte[] packed = gzip(noise);
        for (int length : new int[] {20, packed.length / 2, packed.length - 9, packed.length - 1}) {
            assertThatThrownBy(() -> read(Arrays.copyOf(packed, length)))
                    .as("the first %d bytes", length)
                    .isInstanceOf(EOFException.class)
                    .hasMessage("the gzip file is cut off");
        }
    }

    @Test
    void shouldFindAChangedByte() throws IOException {
        byte[] packed = gzip(text("one two three four five six seven eight nine ten"));
        packed[packed.length - 6] ^= 1;
        assertThatThrownBy(() -> read(packed)).hasMessageContaining("the gzip file is damaged");
    }

    @Test
    void shouldStopAtABomb() throws IOException {
        // Given: a hundred megabytes of the same line
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] block = "4,Four,1999,Drama,,100,7.5,10,,\n".repeat(1 << 15).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 100; i++) {
                out.write(block);
            }
        }
        byte[] bomb = bytes.toByteArray();

        // When / Then
        assertThatThrownBy(() -> {
                    try (InputStream in = new WholeGzipStream(new ByteArrayInputStream(bomb), 1 << 16)) {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                })
                .hasMessage("the gzip file unpacks to more than 200 times its size");
    }

    private static byte[] read(byte[] packed) throws IOException {
        try (InputStream in = new WholeGzipStream(new ByteArrayInputStream(packed), 1 << 16)) {
            return in.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
