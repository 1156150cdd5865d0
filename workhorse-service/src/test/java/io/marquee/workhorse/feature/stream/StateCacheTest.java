package io.marquee.workhorse.feature.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateCacheTest {

    private static final CommitSnapshot NOTHING = new CommitSnapshot(1, 1, Set.of());

    private final int each = state().bytes();
    private final StateCache cache = new StateCache(3L * each);

    @Test
    void shouldLetGoOfWhatWasNotNeededForLong() {
        // Given
        for (long id = 1; id <= 3; id++) {
            cache.put(user(id), state(), 0);
        }
        cache.trim();
        cache.get(user(1));

        // When
        cache.put(user(4), state(), 0);
        cache.trim();

        // Then
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.bytes()).isEqualTo(3L * each);
        assertThat(cache.get(user(1))).isNotNull();
        assertThat(cache.get(user(2))).isNull();
    }

    @Test
    void shouldFitWhateverIsNeeded() {
        // Given
        for (long id = 1; id <= 50; id++) {
            cache.put(user(id), state(), 0);
            cache.get(user(id));
        }

        // When
        cache.trim();

        // Then
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.bytes()).isEqualTo(3L * each);
    }

    @Test
    void shouldForgetTheEntitiesOfAPartition() {
        // Given
        cache.put(user(1), state(), 5);
        cache.put(user(2), state(), 6);
        cache.put(user(1), state(), 6);

        // When
        cache.forget(List.of(5));

        // Then
        assertThat(cache.size()).isEqualTo(2);

        // When
        cache.forget(List.of(6));

        // Then
        assertThat(cache.size()).isZero();
        assertThat(cache.bytes()).isZero();
    }

    private static EntityState state() {
        return new EntityState(List.of(), NOTHING);
    }

    private static StreamEntity user(long id) {
        return new StreamEntity(StreamEntity.Kind.USER, id);
    }
}
