package io.marquee.workhorse.ingestion.imdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TitleIdsTest {

    private static final long SEED = 11;

    @Test
    void shouldFindWhatWasAddedInTheOrderOfTheFiles() {
        // Given
        List<Long> ids = sortedAsText(20_000);
        TitleIds titles = new TitleIds();

        // When
        for (int i = 0; i < ids.size(); i++) {
            assertThat(titles.add(ids.get(i))).isEqualTo(i);
        }

        // Then
        assertThat(titles.size()).isEqualTo(ids.size());
        assertFound(titles, ids);
    }

    @Test
    void shouldFindWhatWasAddedInAnyOrder() {
        // Given
        List<Long> ids = sortedAsText(20_000);
        Collections.shuffle(ids.subList(10_000, ids.size()), new Random(SEED));
        TitleIds titles = new TitleIds();

        // When
        for (int i = 0; i < ids.size(); i++) {
            assertThat(titles.add(ids.get(i))).isEqualTo(i);
        }

        // Then
        assertThat(titles.size()).isEqualTo(ids.size());
        assertFound(titles, ids);
    }

    @Test
    void shouldKnowAnIdThatComesTwice() {
        // Given
        TitleIds titles = new TitleIds();
        titles.add(5);
        titles.add(9_999_999);
        titles.add(12_345_678_901_234L);

        // When / Then
        assertThat(titles.add(9_999_999)).isEqualTo(-2);
        assertThat(titles.add(5)).isEqualTo(-1);
        assertThat(titles.find(12_345_678_901_234L)).isEqualTo(2);
        assertThat(titles.size()).isEqualTo(3);
    }

    @Test
    void shouldOrderIdsAsTheirTexts() {
        // Given
        List<Long> ids = sortedAsText(5_000);

        // When / Then
        for (int i = 1; i < ids.size(); i++) {
            assertThat(TitleIds.key(ids.get(i))).isGreaterThan(TitleIds.key(ids.get(i - 1)));
        }
    }

    private static void assertFound(TitleIds titles, List<Long> ids) {
        for (int i = 0; i < ids.size(); i++) {
            assertThat(titles.find(ids.get(i))).isEqualTo(i);
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            int place = random.nextInt(ids.size());
            assertThat(titles.find(ids.get(place))).isEqualTo(place);
            // No id has twelve digits.
            assertThat(titles.find(random.nextLong(100_000_000_000L, 1_000_000_000_000L)))
                    .isEqualTo(-1);
            assertThat(titles.find(ids.get(place) + 10_000_000_000_000L)).isEqualTo(-1);
        }
        assertThat(titles.find(-1)).isEqualTo(-1);
        assertThat(titles.find(Long.MAX_VALUE)).isEqualTo(-1);
    }

    /** Ids of one to eleven digits, sorted like {@code tt0000001, tt1000000, tt10000000, tt1000001}. */
    private static List<Long> sortedAsText(int count) {
        Random random = new Random(SEED);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(String.format("tt%07d", random.nextLong((long) Math.pow(10, random.nextInt(1, 12)))));
        }
        return new ArrayList<>(texts.stream()
                .distinct()
                .sorted()
                .map(text -> Long.parseLong(text.substring(2)))
                .toList());
    }
}
