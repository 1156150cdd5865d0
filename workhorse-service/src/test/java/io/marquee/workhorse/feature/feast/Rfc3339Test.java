package io.marquee.workhorse.feature.feast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rfc3339Test {

    @ParameterizedTest
    @CsvSource({
        // The first six are Feast's own, of test_feature_server_utils.py
        "0, 0, 1970-01-01T00:00:00Z",
        "1609459200, 0, 2021-01-01T00:00:00Z",
        "1609459200, 500000000, 2021-01-01T00:00:00.500Z",
        "1609459200, 123456000, 2021-01-01T00:00:00.123456Z",
        "1609459200, 123456789, 2021-01-01T00:00:00.123456789Z",
        "1609459200, 999999999, 2021-01-01T00:00:00.999999999Z",
        "1709164799, 1000000, 2024-02-28T23:59:59.001Z",
        "-1, 1000, 1969-12-31T23:59:59.000001Z"
    })
    void shouldWriteAsManyDigitsAsTheMomentNeeds(long seconds, int nanos, String expected) {
        assertThat(new String(Rfc3339.quoted(seconds, nanos), StandardCharsets.US_ASCII))
                .isEqualTo('"' + expected + '"');
    }
}
