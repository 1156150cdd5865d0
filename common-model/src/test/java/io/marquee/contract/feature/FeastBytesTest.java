package io.marquee.contract.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden bytes come from Feast's own tests and documents, not from this code. */
class FeastBytesTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void shouldWriteTheKeyOfFeastsRedisTestWhenEntityIsInt32() {
        // From feast tests/unit/infra/online_store/test_redis.py
        byte[] key = EntityKey.of("entity", ValueType.INT32, 1).redisKey("test");

        assertThat(HEX.formatHex(key))
                .isEqualTo("01000000" + "02000000" + "06000000" + hex("entity") + "03000000" + "04000000" + "01000000"
                        + hex("test"));
    }

    @ParameterizedTest
    @CsvSource({
        "driver_id,1001,feature_repo,0100000002000000090000006472697665725f69640400000008000000e903000000000000666561747572655f7265706f",
        "movieId,1,movies,0100000002000000070000006d6f7669654964040000000800000001000000000000006d6f76696573"
    })
    void shouldWriteVersion3KeyWhenEntityIsInt64(String joinKey, long value, String project, String expected) {
        assertThat(HEX.formatHex(EntityKey.of(joinKey, value).redisKey(project)))
                .isEqualTo(expected);
    }

    @Test
    void shouldWriteVersion2KeyWhenAsked() {
        assertThat(HEX.formatHex(EntityKey.of("driver_id", 1001).redisKeyV2("feature_repo")))
                .isEqualTo("020000006472697665725f69640400000008000000e903000000000000666561747572655f7265706f");
    }

    @Test
    void shouldSortJoinKeysWhenThereAreTwo() {
        EntityKey key = new EntityKey(List.of(
                new EntityKey.Part("userId", ValueType.INT64, 1L),
                new EntityKey.Part("movieId", ValueType.INT64, 31L)));

        assertThat(HEX.formatHex(key.redisKey("movies")))
                .isEqualTo(
                        "0200000002000000070000006d6f7669654964020000000600000075736572496404000000080000001f00000000000000"
                                + "040000000800000001000000000000006d6f76696573");
    }

    @Test
    void shouldWriteStringKeyAndEntitylessKey() {
        assertThat(HEX.formatHex(EntityKey.of("user_id", ValueType.STRING, "u1").redisKey("movies")))
                .isEqualTo("010000000200000007000000757365725f6964020000000200000075316d6f76696573");
        assertThat(HEX.formatHex(EntityKey.ENTITYLESS.redisKey("movies")))
                .isEqualTo("01000000020000000a0000005f5f64756d6d795f696402000000000000006d6f76696573");
    }

    @ParameterizedTest
    @CsvSource({
        "feature_view_1,feature_10,266d5f39",
        "feature_view_1,feature_11,c3379abf",
        "feature_view_1,feature_12,7772b564",
        "feature_view_1:my-feature-view,feature1,5369864a",
        "driver_hourly_stats,conv_rate,6160e3da",
        "driver_hourly_stats,acc_rate,fa5e58ad",
        "driver_hourly_stats,avg_daily_trips,18a5e5a3",
        "movie_stats,avg_rating,233edecc",
        "user_stats,rating_count,e1b447f8"
    })
    void shouldHashFieldNames(String view, String feature, String expected) {
        assertThat(HEX.formatHex(HashField.ofFeature(view, feature))).isEqualTo(expected);
    }

    @Test
    void shouldNameTheTimestampField() {
        assertThat(HashField.ofTimestamp("movie_metadata"))
                .isEqualTo("_ts:movie_metadata".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldWriteFloatValueOfFeastsFormatDocument() {
        // From feast docs/specs/online_store_format.md
        assertThat(HEX.formatHex(ValueCodec.encode(ValueType.FLOAT, 0.92739803f)))
                .isEqualTo("35f5696d3f");
    }

    @ParameterizedTest
    @CsvSource({
        // By hand from the protobuf encoding of feast.types.Value
        "INT32,7,1807",
        "INT64,1001,20e907",
        "INT64,-1,20ffffffffffffffffff01",
        "UNIX_TIMESTAMP,1,4001",
        "DOUBLE,1.0,29000000000000f03f",
        "STRING,Heat,120448656174"
    })
    void shouldWriteScalars(ValueType type, String value, String expected) {
        Object typed =
                switch (type) {
                    case INT32 -> Integer.valueOf(value);
                    case INT64, UNIX_TIMESTAMP -> Long.valueOf(value);
                    case DOUBLE -> Double.valueOf(value);
                    default -> value;
                };

        assertThat(HEX.formatHex(ValueCodec.encode(type, typed))).isEqualTo(expected);
        assertThat(ValueCodec.decode(HEX.parseHex(expected))).isEqualTo(typed);
    }

    @Test
    void shouldWriteNumberListsPacked() {
        byte[] bytes = ValueCodec.encode(ValueType.INT64_LIST, List.of(1L, 300L));

        assertThat(HEX.formatHex(bytes)).isEqualTo("72050a0301ac02");
        assertThat(ValueCodec.decode(bytes)).isEqualTo(List.of(1L, 300L));
    }

    @Test
    void shouldReadUnpackedNumberLists() {
        assertThat(ValueCodec.decode(HEX.parseHex("72050801" + "08ac02"))).isEqualTo(List.of(1L, 300L));
    }

    @Test
    void shouldKeepEveryTypeThroughARoundTrip() {
        Map<ValueType, Object> samples = new LinkedHashMap<>();
        samples.put(ValueType.STRING, "기생충");
        samples.put(ValueType.INT32, Integer.MIN_VALUE);
        samples.put(ValueType.INT64, Long.MAX_VALUE);
        samples.put(ValueType.DOUBLE, -0.1);
        samples.put(ValueType.FLOAT, 3.5f);
        samples.put(ValueType.BOOL, true);
        samples.put(ValueType.UNIX_TIMESTAMP, 1_700_000_000L);
        samples.put(ValueType.STRING_LIST, List.of("Drama", "", "SF"));
        samples.put(ValueType.INT32_LIST, List.of(-1, 0, 1));
        samples.put(ValueType.INT64_LIST, List.of());
        samples.put(ValueType.DOUBLE_LIST, List.of(0.5, 5.0));
        samples.put(ValueType.FLOAT_LIST, List.of(0.5f));
        samples.put(ValueType.BOOL_LIST, List.of(true, false));
        samples.put(ValueType.UNIX_TIMESTAMP_LIST, List.of(0L, 1L));

        samples.forEach((type, value) -> assertThat(ValueCodec.decode(ValueCodec.encode(type, value)))
                .as(type.name())
                .isEqualTo(value));
    }

    @Test
    void shouldTreatNullAsEmptyMessage() {
        assertThat(ValueCodec.encode(ValueType.DOUBLE, null)).isEmpty();
        assertThat(ValueCodec.decode(new byte[0])).isNull();
    }

    @Test
    void shouldRefuseBytesThatAreNoValue() {
        assertThatThrownBy(() -> ValueCodec.decode(new byte[] {0x12, 0x7f}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a feast.types.Value");
    }

    @Test
    void shouldRefuseKeysThatFeastRefuses() {
        assertThatThrownBy(() -> EntityKey.of("score", ValueType.FLOAT, 1f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("join key 'score' cannot have the value type FLOAT");
    }

    @Test
    void shouldKeepNanosOfTimestamps() {
        Instant instant = Instant.parse("2026-01-02T03:04:05.000000006Z");

        assertThat(ValueCodec.decodeTimestamp(ValueCodec.encodeTimestamp(instant)))
                .isEqualTo(instant);
        assertThat(ValueCodec.encodeTimestamp(Instant.EPOCH)).isEmpty();
        assertThat(ValueCodec.decodeTimestamp(ValueCodec.encodeTimestamp(Instant.ofEpochSecond(-2, 500))))
                .isEqualTo(Instant.ofEpochSecond(-2, 500));
    }

    @Property
    void shouldOrderJoinKeysByCodePointAsPythonDoes(
            @ForAll @Size(min = 2, max = 6) @UniqueElements List<String> names) {
        List<EntityKey.Part> parts = names.stream()
                .filter(name -> StandardCharsets.UTF_8.newEncoder().canEncode(name))
                .map(name -> new EntityKey.Part(name, ValueType.INT64, 1L))
                .toList();
        if (parts.isEmpty()) {
            return;
        }

        List<EntityKey.Part> sorted = new EntityKey(parts).parts();

        for (int i = 1; i < sorted.size(); i++) {
            int[] before = sorted.get(i - 1).joinKey().codePoints().toArray();
            int[] after = sorted.get(i).joinKey().codePoints().toArray();
            assertThat(Arrays.compare(before, after)).isLessThanOrEqualTo(0);
        }
    }

    private static String hex(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
