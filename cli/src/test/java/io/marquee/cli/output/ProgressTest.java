package io.marquee.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void shouldMoveABarOnATerminalAndTakeItAwayAtTheEnd() {
        try (Progress progress = progress(true, 90)) {
            seconds(10);
            progress.at(0.25, "1,000 movies");
        }

        assertThat(text())
                .isEqualTo(
                        "\r\u001b[2Kingest imdb  ██████░░░░░░░░░░░░░░░░░░  25 %  1,000 movies  30 s left\r\u001b[2K");
    }

    @Test
    void shouldNotWrapOnANarrowTerminal() {
        try (Progress progress = progress(true, 30)) {
            progress.at(1, "1,000 movies");
        }

        assertThat(text()).isEqualTo("\r\u001b[2Kingest imdb  ███████████████…\r\u001b[2K");
    }

    @Test
    void shouldWriteALineEveryFourSecondsWhereThereIsNoTerminal() {
        try (Progress progress = progress(false, 90)) {
            progress.at(0.1, "first");
            seconds(3);
            progress.at(0.2, "second");
            seconds(4);
            progress.at(0.5, "third");
            seconds(5);
            progress.at(0.6, "fourth");
            seconds(8);
            progress.at("fifth");
        }

        assertThat(text()).isEqualTo("ingest imdb  50 %  third  4 s left\ningest imdb  fifth\n");
    }

    private Progress progress(boolean moving, int width) {
        return new Progress(
                new PrintStream(written, true, StandardCharsets.UTF_8),
                "ingest imdb",
                moving,
                false,
                width,
                nanos::get);
    }

    private void seconds(long now) {
        nanos.set(now * 1_000_000_000);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
