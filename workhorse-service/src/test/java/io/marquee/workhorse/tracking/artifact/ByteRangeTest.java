package io.marquee.workhorse.tracking.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of a file of 1000 bytes. */
class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,0",
        "bytes=0-499,0,499",
        "bytes=500-,500,999",
        "bytes=-1,999,999",
        "bytes=-5000,0,999",
        "bytes=999-5000,999,999",
        "bytes=0-999999999999999999,0,999",
        "bytes= 7-8 ,7,8"
    })
    void shouldFindThePart(String header, long first, long last) {
        // When
        ByteRange range = ByteRange.parse(header, 1000);

        // Then
        assertThat(range).isEqualTo(new ByteRange.Part(first, last));
        assertThat(((ByteRange.Part) range).length()).isEqualTo(last - first + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=",
                "bytes=-",
                "bytes=5-2",
                "bytes=0-1,5-6",
                "lines=0-1",
                "bytes=a-b",
                "bytes=--1",
                "bytes=1234567890123456789-"
            })
    void shouldOverlookWhatIsNoSingleRange(String header) {
        assertThat(ByteRange.parse(header, 1000)).isEqualTo(new ByteRange.Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=5000-6000", "bytes=-0"})
    void shouldSayThatAFileHasNoSuchPart(String header) {
        assertThat(ByteRange.parse(header, 1000)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @Test
    void shouldGiveTheWholeWhenNothingIsAsked() {
        assertThat(ByteRange.parse(null, 1000)).isEqualTo(new ByteRange.Whole());
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new ByteRange.Unsatisfiable());
    }
}
