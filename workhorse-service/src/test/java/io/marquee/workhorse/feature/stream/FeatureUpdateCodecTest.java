package io.marquee.workhorse.feature.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureUpdateCodecTest {

    private static final StreamEntity USER = new StreamEntity(StreamEntity.Kind.USER, 7);
    private static final StreamEntity MOVIE = new StreamEntity(StreamEntity.Kind.MOVIE, Long.MAX_VALUE);

    @Test
    void shouldReadWhatItWrites() {
        // Given
        List<FeatureUpdate> updates = List.of(
                new FeatureUpdate.Due(USER),
                new FeatureUpdate.Changed(MOVIE, 812L),
                new FeatureUpdate.Happened(
                        USER, 1L << 40, new StreamEvent("e-1", 7, 5L, "rating", 4.5, null, 1_800_000_000_123_456L)),
                new FeatureUpdate.Happened(
                        MOVIE, 3, new StreamEvent("e-2", 7, null, "search", null, -0.0, 1_800_000_000_000_000L)));

        for (FeatureUpdate update : updates) {
            // When
            FeatureUpdate read =
                    FeatureUpdateCodec.read(FeatureUpdateCodec.key(update.entity()), FeatureUpdateCodec.value(update));

            // Then
            assertThat(read).isEqualTo(update);
        }
    }

    /** Instances of two releases read each other's records while one replaces the other. */
    @Test
    void shouldKeepItsBytes() {
        assertThat(HexFormat.of().formatHex(FeatureUpdateCodec.key(USER))).isEqualTo("750000000000000007");
        assertThat(HexFormat.of().formatHex(FeatureUpdateCodec.value(new FeatureUpdate.Due(USER))))
                .isEqualTo("44");
        assertThat(HexFormat.of().formatHex(FeatureUpdateCodec.value(new FeatureUpdate.Changed(USER, 258))))
                .isEqualTo("430000000000000102");
        assertThat(HexFormat.of()
                        .formatHex(FeatureUpdateCodec.value(new FeatureUpdate.Happened(
                                USER, 2, new StreamEvent("a", 7, 1L, "view", null, 1.0, 16)))))
                .isEqualTo("480000000000000002" + "000161" + "000476696577" + "0000000000000007" + "0000000000000010"
                        + "010000000000000001" + "00" + "013ff0000000000000");
    }

    @Test
    void shouldRefuseWhatIsNoUpdate() {
        byte[] key = FeatureUpdateCodec.key(USER);
        byte[] changed = FeatureUpdateCodec.value(new FeatureUpdate.Changed(USER, 258));
        assertThatThrownBy(() -> FeatureUpdateCodec.read(key, new byte[] {'?'}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an update of sort '?' is not known");
        assertThatThrownBy(() -> FeatureUpdateCodec.read(key, Arrays.copyOf(changed, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the record ends too early, after 5 bytes");
        assertThatThrownBy(() -> FeatureUpdateCodec.read(new byte[] {'x', 0}, changed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("entities of kind 'x' are not known");
    }
}
