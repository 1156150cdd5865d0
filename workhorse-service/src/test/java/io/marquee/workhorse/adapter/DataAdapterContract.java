package io.marquee.workhorse.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every adapter does with rows, whatever it keeps them in; each adapter's test extends it. */
public abstract class DataAdapterContract {

    protected static final List<Column> COLUMNS = List.of(
            new Column("id", ColumnType.INTEGER),
            new Column("title", ColumnType.TEXT),
            new Column("price", ColumnType.DECIMAL),
            new Column("score", ColumnType.DOUBLE),
            new Column("adult", ColumnType.BOOLEAN),
            new Column("released", ColumnType.DATE),
            new Column("seen_at", ColumnType.TIMESTAMP),
            new Column("genres", ColumnType.TEXT_LIST));

    protected static final List<Column> PAIR =
            List.of(new Column("id", ColumnType.INTEGER), new Column("title", ColumnType.TEXT));

    /** A target that nobody else uses: a table, or a file's path or URI. */
    protected final String target =
            target("marquee_" + UUID.randomUUID().toString().replace("-", ""));

    protected abstract DataAdapter adapter();

    protected abstract String target(String name);

    @Test
    void shouldSayWhoAnswers() throws IOException {
        assertThat(adapter().test()).isNotBlank();
    }

    @Test
    void shouldGiveBackEachTypeAsItWasWritten() throws IOException {
        // Given
        List<@Nullable Object[]> rows = List.of(
                row(
                        1L,
                        "Parasite",
                        new BigDecimal("12.5"),
                        8.5,
                        false,
                        LocalDate.of(2019, 5, 30),
                        Instant.parse("2020-02-10T04:05:06.789012Z"),
                        List.of("Drama", "Thriller")),
                row(
                        -9_007_199_254_740_993L,
                        "기생충 🎬 é \" ' ` \\ , ; | \t \n end",
                        new BigDecimal("-12345678901234567890.0123456789"),
                        1e-300,
                        true,
                        LocalDate.of(1895, 12, 28),
                        Instant.parse("1969-12-31T23:59:59Z"),
                        List.of("a,b", "c\"d", "{e}", "f\\g", "기", "")),
                row(Long.MAX_VALUE, "", BigDecimal.ZERO, 0.1, null, null, null, List.of()),
                row(0L, null, null, null, null, null, null, null),
                row(
                        2L,
                        "NULL",
                        new BigDecimal("1"),
                        -0.5,
                        true,
                        LocalDate.of(2000, 2, 29),
                        Instant.EPOCH,
                        List.of("null")),
                row(
                        3L,
                        "\\N",
                        null,
                        100.0,
                        false,
                        LocalDate.of(2038, 1, 20),
                        Instant.parse("2038-01-20T00:00:00Z"),
                        null));

        // When
        long written = adapter().write(target, ListRows.of(COLUMNS, rows), new WriteMode.Replace());

        // Then
        assertThat(written).isEqualTo(6);
        List<@Nullable Object[]> read = read(COLUMNS);
        assertThat(read).hasSize(6);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(comparable(read.get(i))).as("row " + i).isEqualTo(comparable(rows.get(i)));
        }
    }

    @Test
    void shouldReplaceWhatWasThere() throws IOException {
        // Given
        adapter().write(target, ListRows.generated(PAIR, 1_200, i -> row(i, "first")), new WriteMode.Replace());

        // When
        long written = adapter()
                .write(target, ListRows.generated(PAIR, 3, i -> row(i + 10, "second")), new WriteMode.Replace());

        // Then
        assertThat(written).isEqualTo(3);
        assertThat(read(PAIR)).extracting(row -> row[0]).containsExactlyInAnyOrder(10L, 11L, 12L);
    }

    @Test
    void shouldKeepWhatWasThereWhenTheRowsBreakOff() throws IOException {
        // Given
        adapter().write(target, ListRows.generated(PAIR, 2, i -> row(i, "old")), new WriteMode.Replace());
        Rows breaking = ListRows.generated(PAIR, 2_000, i -> {
            if (i == 1_500) {
                throw new IllegalStateException("the source broke off");
            }
            return row(i, "new");
        });

        // When
        assertThatThrownBy(() -> adapter().write(target, breaking, new WriteMode.Replace()))
                .hasMessage("the source broke off");

        // Then
        assertThat(read(PAIR)).extracting(row -> row[1]).containsExactly("old", "old");
    }

    @Test
    void shouldNameTheValueThatIsNotWhatItsColumnPromises() {
        Rows wrong = ListRows.of(PAIR, List.of(row(1L, "a"), row("one", "b")));

        assertThatThrownBy(() -> adapter().write(target, wrong, new WriteMode.Replace()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("row 2, column 'id': 'one' is not a whole number");
    }

    @Test
    void shouldWriteNoRowsAtAll() throws IOException {
        assertThat(adapter().write(target, ListRows.of(PAIR, List.of()), new WriteMode.Replace()))
                .isZero();
        assertThat(read(PAIR)).isEmpty();
    }

    @Test
    void shouldLetTheReaderStopEarly() throws IOException {
        // Given
        adapter().write(target, ListRows.generated(PAIR, 5_000, i -> row(i, "x")), new WriteMode.Replace());

        // When
        try (Rows rows = adapter().read(target)) {
            assertThat(rows.next()).isNotNull();
        }

        // Then
        assertThat(read(PAIR)).hasSize(5_000);
    }

    protected List<@Nullable Object[]> read(List<Column> columns) throws IOException {
        List<@Nullable Object[]> result = new ArrayList<>();
        try (Rows rows = TypedRows.of(adapter().read(target), columns)) {
            for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
                result.add(row);
            }
        }
        return result;
    }

    protected static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    /** Numbers are equal whatever their scale; -0.0 and 0.0 are not. */
    private static List<@Nullable Object> comparable(@Nullable Object[] row) {
        return Arrays.stream(row)
                .map(value -> value instanceof BigDecimal number ? (Object) number.stripTrailingZeros() : value)
                .toList();
    }
}
