package io.marquee.workhorse.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    @Test
    void shouldSayEachMessageOnceWhenWrappersRepeatWhatTheyWrap() {
        // Given
        Throwable failure =
                new IllegalStateException("cannot train", new UncheckedIOException(new IOException("disk full")));

        // When
        String text = FailureText.of(failure);

        // Then
        assertThat(text).isEqualTo("cannot train: java.io.IOException: disk full");
    }

    @Test
    void shouldNameTheKindOfFailureWhenItHasNoMessage() {
        // When
        String text = FailureText.of(new NullPointerException());

        // Then
        assertThat(text).isEqualTo("NullPointerException");
    }
}
