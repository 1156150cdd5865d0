package io.marquee.workhorse.tracking.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvenSelectionTest {

    private static final List<Integer> TEN = IntStream.range(0, 10).boxed().toList();

    @Test
    void shouldPickWhatMlflowPicksWhenThereIsTooMuch() {
        // When / Then
        assertThat(EvenSelection.of(TEN, 5)).containsExactly(0, 2, 4, 6, 8, 9);
        assertThat(EvenSelection.of(TEN, 4)).containsExactly(0, 2, 5, 7, 9);
        assertThat(EvenSelection.of(TEN, 1)).containsExactly(0, 9);
    }

    @Test
    void shouldKeepEverythingWhenItFits() {
        // When / Then
        assertThat(EvenSelection.of(TEN, 10)).isEqualTo(TEN);
        assertThat(EvenSelection.of(List.of(), 3)).isEmpty();
    }
}
