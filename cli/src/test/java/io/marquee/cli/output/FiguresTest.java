package io.marquee.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 0.0 s
            449 | 0.4 s
            59949 | 59.9 s
            59950 | 1 min 0 s
            185000 | 3 min 5 s
            3599400 | 59 min 59 s
            3599500 | 1 h 0 min
            7620000 | 2 h 7 min
            """)
    void shouldSayDurationsInFittingUnits(long millis, String text) {
        assertThat(Figures.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 0 B
            999 | 999 B
            1000 | 1.0 kB
            999949 | 999.9 kB
            999950 | 1.0 MB
            34603008 | 34.6 MB
            12000000000000000 | 12000.0 TB
            """)
    void shouldSayBytesInDecimalUnits(long bytes, String text) {
        assertThat(Figures.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 0
            7 | 7
            3.5 | 3.5
            4286 | 4,286
            4285.98932 | 4,285.99
            0.00214 | 0.0021
            -0.5 | -0.5
            0.00001 | 0
            """)
    void shouldSayNumbersWithoutNoise(double value, String text) {
        assertThat(Figures.number(value)).isEqualTo(text);
    }

    @Test
    void shouldSayCountsRatesAndShares() {
        assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Figures.count(1, "row")).isEqualTo("1 row");
        assertThat(Figures.count(0, "row")).isEqualTo("0 rows");
        assertThat(Figures.rate(312_000.4, "rows")).isEqualTo("312,000 rows/s");
        assertThat(Figures.rate(2.46, "requests")).isEqualTo("2.5 requests/s");
        assertThat(Figures.percent(0.523)).isEqualTo("52 %");
        assertThat(Figures.percent(0.999)).isEqualTo("99 %");
        assertThat(Figures.percent(1)).isEqualTo("100 %");
        assertThat(Figures.time(Instant.parse("2026-01-31T23:30:00.9Z"), ZoneId.of("Asia/Seoul")))
                .isEqualTo("2026-02-01 08:30:00");
    }
}
