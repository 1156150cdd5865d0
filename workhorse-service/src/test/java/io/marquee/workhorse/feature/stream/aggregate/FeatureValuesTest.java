package io.marquee.workhorse.feature.stream.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureValuesTest {

    private static final FeatureValues.Names NAMES = new FeatureValues.Names(List.of("b", "a", "c"));

    @Test
    void shouldBeTheMapOfNamesAndValues() {
        // Given
        Map<String, @Nullable Object> same = new HashMap<>(Map.of("a", 2L, "b", 1L));
        same.put("c", null);

        // When
        Map<String, @Nullable Object> values = new FeatureValues(NAMES, new @Nullable Object[] {1L, 2L, null});

        // Then
        assertThat(values).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(values.keySet()).containsExactly("b", "a", "c");
        assertThat(values.get("a")).isEqualTo(2L);
        assertThat(values.get("d")).isNull();
        assertThat(values.containsKey("c")).isTrue();
        assertThat(values.containsKey("d")).isFalse();
    }

    @Test
    void shouldHaveAValueForEachName() {
        assertThatThrownBy(() -> new FeatureValues(NAMES, new @Nullable Object[] {1L, 2L}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[b, a, c] are not the names of 2 values");
    }
}
