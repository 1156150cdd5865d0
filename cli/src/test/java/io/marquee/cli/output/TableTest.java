package io.marquee.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void shouldAlignTextLeftAndFiguresRight() {
        Table table = new Table().text("table").figure("rows").text("note");
        table.row("movies", "9,742", "").row("ratings", "100,836", "late");

        assertThat(String.join("\n", table.lines())).isEqualTo("""
                table       rows  note
                ──────────────────────
                movies     9,742
                ratings  100,836  late""");
    }

    @Test
    void shouldCountTheCellsOfWideLetters() {
        Table table = new Table().text("title").figure("year");
        table.row("기생충", "2019").row("Amélie", "2001").row("a\u0301", "1");

        assertThat(String.join("\n", table.lines())).isEqualTo("""
                title   year
                ────────────
                기생충  2019
                Amélie  2001
                a\u0301          1""");
    }

    @Test
    void shouldCutCellsThatAreTooWide() {
        Table table = new Table().text("raw", 8);
        table.row("12345678").row("123456789").row("기생충기생충");

        assertThat(table.body()).containsExactly("12345678", "1234567…", "기생충…");
    }

    @Test
    void shouldShowControlCharactersInsteadOfObeyingThem() {
        Table table = new Table().text("raw");
        table.row("a\u001b[2Jb\r\nc\td\0");

        assertThat(table.body()).containsExactly("a·[2Jb··c d·");
    }

    @Test
    void shouldRefuseARowOfAnotherWidth() {
        assertThatThrownBy(() -> new Table().text("a").row("1", "2"))
                .hasMessage("the table has 1 columns, got a row of 2: [1, 2]");
    }

    @Test
    void shouldDrawCountsAsBars() {
        assertThat(Histogram.of(List.of(0L, 1L, 40L, 80L, 41L))).isEqualTo(" ▁▄█▅");
        assertThat(Histogram.of(List.of())).isEmpty();
        assertThat(Histogram.of(List.of(0L))).isEqualTo(" ");
    }
}
