package io.marquee.workhorse.tracking.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CheckedStreamTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void shouldSumUpWhatWasRead() throws IOException {
        // When
        Checksum checksum = CheckedStream.sumUp(stream("abc"));

        // Then: the example of FIPS 180-2
        assertThat(checksum)
                .isEqualTo(new Checksum(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assertThat(checksum.entityTag())
                .isEqualTo("\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
    }

    @Test
    void shouldEndAStreamThatNeverEnds() {
        // Given
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 7;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };

        // When, Then
        assertThatThrownBy(() -> new CheckedStream(endless, 1_000_000, MINUTE, () -> 0)
                        .transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(CheckedStream.TooLargeException.class)
                .hasMessage("The file is larger than the 1000000 bytes that are allowed.");
    }

    @Test
    void shouldEndAStreamThatDrips() {
        // Given: ten seconds a byte
        AtomicLong now = new AtomicLong();
        InputStream dripping = new InputStream() {
            @Override
            public int read() {
                now.addAndGet(Duration.ofSeconds(10).toNanos());
                return 7;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                buffer[offset] = (byte) read();
                return 1;
            }
        };

        // When, Then
        assertThatThrownBy(() -> new CheckedStream(dripping, 1_000_000, MINUTE, now::get)
                        .transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(CheckedStream.TooSlowException.class)
                .hasMessage("The upload did not end within the 60 s that are allowed.");
    }

    @Test
    void shouldTellASenderThatFailsFromAStoreThatFails() {
        // Given
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        // When, Then
        assertThatThrownBy(() -> new CheckedStream(broken, 10, MINUTE, () -> 0).read())
                .isInstanceOf(CheckedStream.SenderFailedException.class)
                .hasMessage("connection reset");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
