package io.marquee.workhorse.ingestion.quality.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistinctEstimateTest {

    @Test
    void shouldTakeAColumnThatNeverRepeatsForAKey() {
        assertThat(DistinctEstimate.sampled(1000, 1000, 1000, 50_000)).isEqualTo(new DistinctEstimate(50_000, false));
    }

    @Test
    void shouldTakeValuesThatAllRepeatForAllThereAre() {
        assertThat(DistinctEstimate.sampled(20, 0, 1000, 50_000)).isEqualTo(new DistinctEstimate(20, false));
    }

    @Test
    void shouldStayWithinWhatIsPossible() {
        assertThat(DistinctEstimate.sampled(0, 0, 0, 0)).isEqualTo(new DistinctEstimate(0, false));
        assertThat(DistinctEstimate.sampled(5, 5, 5, 5)).isEqualTo(new DistinctEstimate(5, false));
    }

    @Test
    void shouldComeNearTheTruthForARandomSampleOfSeed7() {
        // Given: 100,000 draws of 5,000 values, of which each tenth is in the sample
        Random random = new Random(7);
        Map<Integer, Integer> sample = new HashMap<>();
        long sampled = 0;
        for (int i = 0; i < 100_000; i++) {
            int value = random.nextInt(5_000);
            if (random.nextInt(10) == 0) {
                sample.merge(value, 1, Integer::sum);
                sampled++;
            }
        }
        long once = sample.values().stream().filter(count -> count == 1).count();

        // When
        DistinctEstimate estimate = DistinctEstimate.sampled(sample.size(), once, sampled, 100_000);

        // Then
        assertThat(estimate.count()).isBetween(4_500L, 5_500L);
        assertThat(sample.size()).isLessThan(4_500);
    }
}
