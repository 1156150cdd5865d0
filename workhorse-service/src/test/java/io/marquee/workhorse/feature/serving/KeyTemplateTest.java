package io.marquee.workhorse.feature.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTemplateTest {

    private static final JoinKey USER = new JoinKey("user", "userId", ValueType.INT64);
    private static final JoinKey MOVIE = new JoinKey("movie", "movieId", ValueType.INT64);

    @Test
    void shouldWriteFeastsGoldenKeyWhenThereAreTwoJoinKeys() {
        // Given
        KeyTemplate template = new KeyTemplate(List.of(USER, MOVIE), "movies", 3);

        // When
        byte[] key = template.key(List.of(column(MOVIE, 31L), column(USER, 1L)), 0);

        // Then
        assertThat(template.joinKeys()).containsExactly(MOVIE, USER);
        assertThat(HexFormat.of().formatHex(key))
                .isEqualTo(
                        "0200000002000000070000006d6f7669654964020000000600000075736572496404000000080000001f00000000000000"
                                + "040000000800000001000000000000006d6f76696573");
    }

    @Test
    void shouldWriteTheKeysOfTheContractWhateverTheType() {
        for (Object value : List.of(7, 7L, "일곱", new byte[] {0, -1})) {
            // Given
            ValueType type =
                    switch (value) {
                        case Integer i -> ValueType.INT32;
                        case Long l -> ValueType.INT64;
                        case String s -> ValueType.STRING;
                        default -> ValueType.BYTES;
                    };
            JoinKey joinKey = new JoinKey("thing", "ключ", type);
            List<EntityColumn> columns = List.of(column(joinKey, value));
            EntityKey expected = EntityKey.of("ключ", type, value);

            // Then
            assertThat(new KeyTemplate(List.of(joinKey), "p", 3).key(columns, 0))
                    .isEqualTo(expected.redisKey("p"));
            assertThat(new KeyTemplate(List.of(joinKey), "p", 2).key(columns, 0))
                    .isEqualTo(expected.redisKeyV2("p"));
        }
    }

    @Test
    void shouldRefuseOtherVersions() {
        assertThatThrownBy(() -> new KeyTemplate(List.of(USER), "p", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("entity key version must be 2 or 3, got: 1");
    }

    private static EntityColumn column(JoinKey joinKey, Object... values) {
        return new EntityColumn(joinKey.column(), joinKey.type(), values);
    }
}
