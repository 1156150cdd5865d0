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

        // When
        List<FeatureUpdate> read = FeatureUpdateCodec.read(bytes(updates.toArray(FeatureUpdate[]::new)));

        // Then
        assertThat(read).isEqualTo(updates);
    }

    /** Instances of two releases read each other's records while one replaces the other. */
    @Test
    void shouldKeepItsBytes() {
        assertThat(hex(new FeatureUpdate.Due(USER))).isEqualTo("44" + "750000000000000007");
        assertThat(hex(new FeatureUpdate.Changed(USER, 258)))
                .isEqualTo("43" + "750000000000000007" + "0000000000000102");
        assertThat(hex(new FeatureUpdate.Happened(USER, 2, new StreamEvent("a", 7, 1L, "view", null, 1.0, 16))))
                .isEqualTo("48" + "750000000000000007" + "0000000000000002" + "000161" + "000476696577"
                        + "0000000000000007" + "0000000000000010" + "010000000000000001" + "00"
                        + "013ff0000000000000");
    }

    @Test
    void shouldRefuseWhatIsNoUpdate() {
        byte[] changed = bytes(new FeatureUpdate.Due(USER), new FeatureUpdate.Changed(USER, 258));
        byte[] happened =
                bytes(new FeatureUpdate.Happened(USER, 2, new StreamEvent("abc", 7, 1L, "view", null, 1.0, 16)));
        assertThatThrownBy(() -> FeatureUpdateCodec.read(new byte[] {'?'}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an update of sort '?' is not known");
        assertThatThrownBy(() -> FeatureUpdateCodec.read(Arrays.copyOf(changed, 15)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the record ends too early, after 15 bytes");
        assertThatThrownBy(() -> FeatureUpdateCodec.read(Arrays.copyOf(happened, 21)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the record ends too early, after 21 bytes");
        assertThatThrownBy(() -> FeatureUpdateCodec.read(new byte[] {'D', 'x', 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("entities of kind 'x' are not known");
    }

    @Test
    void shouldPackNoMoreThanARecordMayHold() {
        // Given
        UpdatePack pack = new UpdatePack();
        StreamEvent longest = new StreamEvent("ü".repeat(200), 7, 1L, "watchlist_remove", 1.0, 1.0, 16);
        int added = 0;

        // When
        while (!pack.isFull()) {
            pack.add(new FeatureUpdate.Happened(USER, 1, longest));
            added++;
        }
        byte[] record = pack.take();

        // Then
        assertThat(added).isLessThanOrEqualTo(UpdatePack.MOST);
        assertThat(record).hasSizeLessThan(1 << 19);
        assertThat(FeatureUpdateCodec.read(record)).hasSize(added);
        assertThat(pack.isEmpty()).isTrue();
    }

    private static byte[] bytes(FeatureUpdate... updates) {
        UpdatePack pack = new UpdatePack();
        for (FeatureUpdate update : updates) {
            pack.add(update);
        }
        return pack.take();
    }

    private static String hex(FeatureUpdate update) {
        return HexFormat.of().formatHex(bytes(update));
    }
}
