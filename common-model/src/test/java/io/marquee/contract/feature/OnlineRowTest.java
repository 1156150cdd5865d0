package io.marquee.contract.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnlineRowTest {

    private static final FeatureView VIEW = new FeatureView(
            "movie_stats",
            1,
            List.of(new JoinKey("movie", "movie_id", ValueType.INT64)),
            List.of(
                    new FeatureField("avg_rating", ValueType.DOUBLE, "mean", 0.5, 5.0),
                    new FeatureField("genres", ValueType.STRING_LIST, "genres", null, null)),
            Duration.ZERO,
            "data",
            "ratings of a movie",
            Map.of(),
            "SELECT 1");

    @Test
    void shouldReadBackWhatWasWritten() {
        // Given
        Map<String, Object> values = new HashMap<>();
        values.put("avg_rating", 3.5);
        values.put("genres", null);
        OnlineRow row = new OnlineRow(Instant.parse("2026-01-01T00:00:01Z"), values);

        // When
        List<OnlineRow.HashEntry> hash = row.toHash(VIEW);
        OnlineRow read = OnlineRow.fromHash(
                List.of("avg_rating", "genres"),
                hash.stream().map(OnlineRow.HashEntry::value).toList());

        // Then
        assertThat(read).isEqualTo(row);
        assertThat(hash.stream().map(OnlineRow.HashEntry::field).toList())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(OnlineRow.hashFields("movie_stats", List.of("avg_rating", "genres")));
    }

    @Test
    void shouldAnswerNullWhenTheEntityHasNoRow() {
        List<byte[]> nothing = new ArrayList<>();
        nothing.add(null);
        nothing.add(null);

        assertThat(OnlineRow.fromHash(List.of("avg_rating"), nothing)).isNull();
    }
}
