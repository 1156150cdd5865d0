package io.marquee.workhorse.ingestion.quality.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.ingestion.source.RecordReader.Column;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptRecordTest {

    @Test
    void shouldKeepTextAndValues() {
        // Given
        List<Column> columns = List.of(
                new Column("movie_id", "movieId"),
                new Column("title"),
                new Column("genres"),
                new Column("adult"),
                new Column("released"),
                new Column("at"),
                new Column("mean"),
                new Column("unknown"),
                new Column("broken"));

        // When
        KeptRecord kept = KeptRecord.of(
                columns,
                record(
                        "x,\"Title\"\0",
                        null,
                        "x",
                        "Ti\0tle",
                        List.of("Drama", "War"),
                        true,
                        LocalDate.of(2020, 2, 29),
                        Instant.EPOCH,
                        7.5,
                        null,
                        Double.NaN));

        // Then
        assertThat(kept.raw()).isEqualTo("x,\"Title\"\uFFFD");
        assertThat(kept.cut()).isFalse();
        assertThat(kept.fields())
                .isEqualTo(
                        "{\"movie_id\":\"x\",\"title\":\"Ti\uFFFDtle\",\"genres\":[\"Drama\",\"War\"],\"adult\":true,"
                                + "\"released\":\"2020-02-29\",\"at\":\"1970-01-01T00:00:00Z\",\"mean\":7.5,\"broken\":\"NaN\"}");
        assertThat(KeptRecord.parse(kept.toJson())).isEqualTo(kept);
    }

    @Test
    void shouldKeepNoValuesOfWhatCouldNotBeTakenApart() {
        KeptRecord kept = KeptRecord.of(List.of(new Column("movie_id")), record("1,2,3", "has 3 fields", "1"));
        assertThat(kept).isEqualTo(new KeptRecord("1,2,3", false, null));
        assertThat(KeptRecord.parse(kept.toJson())).isEqualTo(kept);
    }

    @Test
    void shouldSayWhenARecordIsTooLongToBeKeptWhole() {
        // Given
        String longest = "x".repeat(KeptRecord.MAX_CHARS);

        // When
        KeptRecord whole = KeptRecord.of(List.of(new Column("a")), record(longest, null, "y"));
        KeptRecord cut = KeptRecord.of(List.of(new Column("a")), record(longest + "x", null, "y"));
        KeptRecord wide = KeptRecord.of(List.of(new Column("a")), record("short", null, longest));

        // Then
        assertThat(whole).isEqualTo(new KeptRecord(longest, false, "{\"a\":\"y\"}"));
        assertThat(cut).isEqualTo(new KeptRecord(longest, true, null));
        assertThat(wide).isEqualTo(new KeptRecord("short", true, null));
    }

    private static SourceRecord record(String raw, @Nullable String defect, @Nullable Object... values) {
        List<@Nullable Object> all = Arrays.asList(values);
        return new SourceRecord() {
            @Override
            public long line() {
                return 1;
            }

            @Override
            public String raw() {
                return raw;
            }

            @Override
            public @Nullable Object value(int column) {
                return all.get(column);
            }

            @Override
            public @Nullable String defect() {
                return defect;
            }
        };
    }
}
