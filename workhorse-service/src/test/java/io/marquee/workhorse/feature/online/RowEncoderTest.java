package io.marquee.workhorse.feature.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.feature.ValueCodec;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.KeySlot;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowEncoderTest {

    private static final String PROJECT = "prüfung";

    /** A value of a type. */
    record Typed(ValueType type, @Nullable Object value) {}

    @Property(tries = 400)
    void shouldWriteTheBytesOfTheCodec(
            @ForAll("rows") List<Typed> values, @ForAll long id, @ForAll("moments") Instant time) {
        // Given
        List<FeatureField> fields = new ArrayList<>();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (Typed value : values) {
            String name = "f" + fields.size();
            fields.add(new FeatureField(name, value.type(), "", null, null));
            row.put(name, value.value());
        }
        FeatureView view = view(List.of(new JoinKey("user", "user_id", ValueType.INT64)), fields);
        OnlineRow online = new OnlineRow(time, row);
        byte[] key = EntityKey.of("user_id", id).redisKey(PROJECT);
        RowBatch batch = new RowBatch(2);

        // When
        new RowEncoder(view, PROJECT).encode(key, online, batch);

        // Then
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        for (OnlineRow.HashEntry entry : online.toHash(view)) {
            wanted.writeBytes(argument(entry.field()));
            wanted.writeBytes(argument(entry.value()));
        }
        assertThat(batch.arguments(0)).isEqualTo(wanted.toByteArray());
        assertThat(batch.key(0)).isEqualTo(key);
        assertThat(batch.slot(0)).isEqualTo(KeySlot.of(key, 0, key.length));
        assertThat(batch.rows()).isEqualTo(1);
    }

    @Property(tries = 200)
    void shouldWriteTheKeysOfTheContract(
            @ForAll long number, @ForAll int small, @ForAll String text, @ForAll byte[] bytes, @ForAll String name) {
        // Given
        String column = "k" + name;
        List<JoinKey> joinKeys = List.of(
                new JoinKey("a", "zz", ValueType.INT64),
                new JoinKey("b", "aa", ValueType.INT32),
                new JoinKey("c", column, ValueType.STRING),
                new JoinKey("d", "bytes", ValueType.BYTES));
        KeyEncoder encoder = new KeyEncoder(joinKeys, PROJECT);
        ByteBuilder key = new ByteBuilder(1);

        // When
        encoder.begin(key);
        for (JoinKey joinKey : KeyEncoder.sorted(joinKeys)) {
            switch (joinKey.type()) {
                case INT64 -> encoder.putLong(key, ValueType.INT64, number);
                case INT32 -> encoder.putInt(key, small);
                case STRING -> encoder.putBytes(key, ValueType.STRING, text.getBytes(StandardCharsets.UTF_8));
                default -> encoder.putBytes(key, ValueType.BYTES, bytes);
            }
        }
        encoder.end(key);

        // Then
        byte[] wanted = new EntityKey(List.of(
                        new EntityKey.Part("zz", ValueType.INT64, number),
                        new EntityKey.Part("aa", ValueType.INT32, small),
                        new EntityKey.Part(column, ValueType.STRING, text),
                        new EntityKey.Part("bytes", ValueType.BYTES, bytes)))
                .redisKey(PROJECT);
        assertThat(key.copy()).isEqualTo(wanted);
        assertThat(StoredKey.isOf(PROJECT.getBytes(StandardCharsets.UTF_8), wanted))
                .isTrue();
        assertThat(StoredKey.isOf("another".getBytes(StandardCharsets.UTF_8), wanted))
                .isFalse();
    }

    @Test
    void shouldTakeForEntitiesOnlyWhatIsOne() {
        byte[] project = "marquee".getBytes(StandardCharsets.UTF_8);
        byte[] key = EntityKey.of("user_id", 7).redisKey("marquee");
        assertThat(StoredKey.isOf(project, key)).isTrue();
        assertThat(StoredKey.isOf(project, EntityKey.ENTITYLESS.redisKey("marquee")))
                .isTrue();
        assertThat(StoredKey.isOf(project, EntityKey.of("user_id", 7).redisKey("my-marquee")))
                .isFalse();
        assertThat(StoredKey.isOf(project, EntityKey.of("user_id", 7).redisKeyV2("marquee")))
                .isFalse();
        for (int length = 0; length < key.length; length++) {
            assertThat(StoredKey.isOf(project, Arrays.copyOf(key, length))).isFalse();
        }
        for (String other : List.of("marquee", "someone else's marquee", "marquee:marquee:online-store")) {
            assertThat(StoredKey.isOf(project, other.getBytes(StandardCharsets.UTF_8)))
                    .as(other)
                    .isFalse();
        }
    }

    @Test
    void shouldRefuseAListWithAHole() {
        ValueEncoder values = new ValueEncoder(new ByteBuilder(16));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> values.put(ValueType.INT64_LIST, Arrays.asList(1L, null)))
                .withMessage("a INT64_LIST cannot hold a missing element");
    }

    @Test
    void shouldBeFullByRowsOrByBytes() {
        // Given
        FeatureView view = view(
                List.of(new JoinKey("user", "user_id", ValueType.INT64)),
                List.of(new FeatureField("text", ValueType.STRING, "", null, null)));
        RowEncoder encoder = new RowEncoder(view, PROJECT);
        RowBatch batch = new RowBatch(2);

        // When / Then
        encoder.encode(new byte[8], new OnlineRow(Instant.EPOCH, Map.of("text", "a")), batch);
        assertThat(batch.isFull()).isFalse();
        encoder.encode(new byte[8], new OnlineRow(Instant.EPOCH, Map.of("text", "a")), batch);
        assertThat(batch.isFull()).isTrue();
        batch.clear();
        encoder.encode(new byte[8], new OnlineRow(Instant.EPOCH, Map.of("text", "a".repeat(1 << 20))), batch);
        assertThat(batch.isFull()).isTrue();
    }

    @Provide
    Arbitrary<List<Typed>> rows() {
        return Arbitraries.of(ValueType.values())
                .flatMap(type -> value(type).injectNull(0.1).map(value -> new Typed(type, value)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.longs().between(-3_000_000_000L, 9_000_000_000L).flatMap(seconds -> Arbitraries.integers()
                .between(0, 999_999_999)
                .map(nanos -> Instant.ofEpochSecond(seconds % 5 == 0 ? 0 : seconds, seconds % 3 == 0 ? 0 : nanos)));
    }

    private static Arbitrary<Object> value(ValueType type) {
        return switch (type) {
            case STRING -> Arbitraries.strings().ofMaxLength(200).map(Object.class::cast);
            case BYTES -> Arbitraries.bytes().array(byte[].class).ofMaxSize(200).map(Object.class::cast);
            case INT32 -> Arbitraries.integers().map(Object.class::cast);
            case INT64, UNIX_TIMESTAMP -> Arbitraries.longs().map(Object.class::cast);
            case DOUBLE -> Arbitraries.doubles().map(Object.class::cast);
            case FLOAT -> Arbitraries.floats().map(Object.class::cast);
            case BOOL -> Arbitraries.of(true, false).map(Object.class::cast);
            default -> value(type.elementType()).list().ofMaxSize(40).map(Object.class::cast);
        };
    }

    private static FeatureView view(List<JoinKey> joinKeys, List<FeatureField> fields) {
        return new FeatureView("v", 1, joinKeys, fields, Duration.ZERO, "data", "", Map.of(), "SELECT 1");
    }

    private static byte[] argument(byte[] bytes) {
        return new ByteBuilder(8).putBulk(bytes).copy();
    }

    @Test
    void shouldReadBackWhatItWrote() {
        // Given
        ByteBuilder out = new ByteBuilder(8);

        // When
        new ValueEncoder(out).put(ValueType.STRING_LIST, List.of("Drama", "", "ü"));

        // Then
        byte[] argument = out.copy();
        int head = new String(argument, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        assertThat(ValueCodec.decode(Arrays.copyOfRange(argument, head, argument.length - 2)))
                .isEqualTo(List.of("Drama", "", "ü"));
    }
}
