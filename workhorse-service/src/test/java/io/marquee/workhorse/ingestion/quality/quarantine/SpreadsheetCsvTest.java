package io.marquee.workhorse.ingestion.quality.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetCsvTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=cmd|' /C calc'!A0",
                "+1+1",
                "-1+1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "\uFF1D1+1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF201"
            })
    void shouldLetNoTextBeAFormula(String text) {
        assertThat(SpreadsheetCsv.neutral(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Seven", "1+1=2", " =1", "'=1", "(500) Days"})
    void shouldLeaveOtherTextAlone(String text) {
        assertThat(SpreadsheetCsv.neutral(text)).isEqualTo(text);
    }

    @Test
    void shouldQuoteWhatNeedsQuotes() {
        assertThat(SpreadsheetCsv.line(
                        Arrays.asList(-7L, null, true, "a,b", "say \"no\"", "two\nlines", "=1,2", "plain")))
                .isEqualTo("-7,,true,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\"'=1,2\",plain\r\n");
    }
}
