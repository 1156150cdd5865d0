package io.marquee.workhorse.feature.feast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.ValueType;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.online.EntityRow;
import io.marquee.workhorse.feature.serving.ServingException;
import io.marquee.workhorse.feature.serving.TestServing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushedTableTest {

    private final ViewDefinition recent = TestServing.definitions().view("user_recent");
    private final ViewDefinition byGenre = TestServing.definitions().view("user_genre");

    @Test
    void shouldReadWhatPandasWrites() throws IOException {
        // When
        List<EntityRow> rows = table("""
            {"df": {"user_id": [1, 2], "clicks": [3.0, NaN], "event_timestamp": ["2026-01-02 03:04:05.678901",
             "2026-01-02T12:04:05+09:00"], "created": ["", null], "more": [{"a": 1}, [2]]}}\
            """).rows(recent);

        // Then
        assertThat(rows)
                .extracting(EntityRow::key)
                .containsExactly(EntityKey.of("user_id", 1), EntityKey.of("user_id", 2));
        assertThat(rows)
                .extracting(row -> row.row().eventTimestamp())
                .containsExactly(Instant.parse("2026-01-02T03:04:05.678901Z"), Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(rows.get(0).row().values()).isEqualTo(Map.of("clicks", 3L));
        assertThat(rows.get(1).row().values()).containsOnlyKeys("clicks").containsValue(null);
    }

    @Test
    void shouldReadRowsOfSeveralJoinKeys() throws IOException {
        List<EntityRow> rows = table("""
            {"df": {"genre": ["Drama"], "affinity": [1], "user_id": [4], "event_timestamp": ["2026-01-02"]}}\
            """).rows(byGenre);

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().key())
                .isEqualTo(new EntityKey(List.of(
                        new EntityKey.Part("user_id", ValueType.INT64, 4L),
                        new EntityKey.Part("genre", ValueType.STRING, "Drama"))));
        assertThat(rows.getFirst().row().values()).isEqualTo(Map.of("affinity", 1.0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'clicks': [1], 'event_timestamp': ['2026-01-02']|column 'user_id' of feature view user_recent is"
                        + " missing",
                "'user_id': [1], 'event_timestamp': ['2026-01-02']|column 'clicks' of feature view user_recent is"
                        + " missing",
                "'user_id': [1], 'clicks': [1]|column 'event_timestamp' of feature view user_recent is missing",
                "'user_id': [1, 2], 'clicks': [1], 'event_timestamp': ['2026-01-02']|All arrays must be of the same"
                        + " length",
                "'user_id': [null], 'clicks': [1], 'event_timestamp': ['2026-01-02']|entity 'user_id', row 0: null is"
                        + " not of type INT64",
                "'user_id': [NaN], 'clicks': [1], 'event_timestamp': ['2026-01-02']|entity 'user_id', row 0: NaN is"
                        + " not of type INT64",
                "'user_id': [1], 'clicks': ['many'], 'event_timestamp': ['2026-01-02']|column 'clicks', row 0: 'many'"
                        + " is not of type INT64",
                "'user_id': [1], 'clicks': [1.5], 'event_timestamp': ['2026-01-02']|column 'clicks', row 0: 1.5 is not"
                        + " of type INT64",
                "'user_id': [1], 'clicks': [[1]], 'event_timestamp': ['2026-01-02']|column 'clicks', row 0: [1] is not"
                        + " of type INT64",
                "'user_id': [1], 'clicks': [1], 'event_timestamp': ['yesterday']|Invalid timestamp format:"
                        + " 'event_timestamp' is no moment of ISO 8601, got: 'yesterday'",
                "'user_id': [1], 'clicks': [1], 'event_timestamp': [null]|column 'event_timestamp', row 0: expected a"
                        + " moment of ISO 8601 or seconds since the epoch, got: null",
            })
    void shouldRefuseRowsThatCannotBeUsed(String columns, String message) {
        assertThatThrownBy(() ->
                        table(("{'df': {" + columns + "}}").replace('\'', '"')).rows(recent))
                .isInstanceOf(ServingException.class)
                .hasMessage(message);
    }

    @Test
    void shouldBringValuesToTheirTypes() {
        assertThat(value(ValueType.DOUBLE, 1L)).isEqualTo(1.0);
        assertThat(value(ValueType.DOUBLE, "1.5")).isEqualTo(1.5);
        assertThat(value(ValueType.DOUBLE, Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value(ValueType.FLOAT, 0.1)).isEqualTo(0.1f);
        assertThat(value(ValueType.INT32, 7L)).isEqualTo(7);
        assertThat(value(ValueType.INT64, "-7")).isEqualTo(-7L);
        assertThat(value(ValueType.STRING, "")).isEqualTo("");
        assertThat(value(ValueType.BOOL, "True")).isEqualTo(true);
        assertThat(value(ValueType.BYTES, "AP8=")).isEqualTo(new byte[] {0, -1});
        assertThat(value(ValueType.UNIX_TIMESTAMP, "2021-01-01T00:00:00Z")).isEqualTo(1609459200L);
        assertThat(value(ValueType.UNIX_TIMESTAMP, 5L)).isEqualTo(5L);
        assertThat(value(ValueType.STRING_LIST, List.of("a", "b"))).isEqualTo(List.of("a", "b"));
        assertThat(value(ValueType.DOUBLE_LIST, List.of(1L, 0.5))).isEqualTo(List.of(1.0, 0.5));
        assertThat(value(ValueType.INT64, null)).isNull();
    }

    @Test
    void shouldRefuseValuesOfOtherTypes() {
        assertRefused(ValueType.INT64, new BigInteger("9223372036854775808"));
        assertRefused(ValueType.INT64, 1e300);
        assertRefused(ValueType.INT32, 2_147_483_648L);
        assertRefused(ValueType.STRING, 1L);
        assertRefused(ValueType.BOOL, 1L);
        assertRefused(ValueType.BYTES, "?");
        assertRefused(ValueType.DOUBLE, "");
        assertRefused(ValueType.DOUBLE_LIST, 1.0);
        assertRefused(ValueType.DOUBLE_LIST, Arrays.asList(1.0, null));
        assertRefused(ValueType.STRING, Map.of("a", 1));
    }

    @Test
    void shouldRefuseValuesThatBreakTheFeaturesRule() {
        FeatureField stars = new FeatureField("stars", ValueType.DOUBLE, "Stars.", 0.5, 5.0);

        assertThat(PushedValue.of(stars, 0, 5L)).isEqualTo(5.0);
        assertThatThrownBy(() -> PushedValue.of(stars, 3, 5.5))
                .hasMessage("column 'stars', row 3: 5.5 is not between 0.5 and 5.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{} {}", "{'df': {'a': [1]", "{'df': 1}", "{'df': {'a': 1}}", "{}"})
    void shouldRefuseBodiesThatHoldNoTable(String body) {
        assertThatThrownBy(() -> table(body.replace('\'', '"'))).isInstanceOf(InvalidBody.class);
    }

    @Test
    void shouldRefuseBodiesThatAreTooLarge() {
        assertThatThrownBy(() -> FeastRequest.read(new ByteArrayInputStream(new byte[11]), 10))
                .isInstanceOf(ProblemException.class)
                .hasMessage("the body is larger than 10 bytes");
    }

    private static PushedTable table(String body) throws IOException {
        return FeastRequest.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), 100_000)
                .table("df");
    }

    private static @Nullable Object value(ValueType type, @Nullable Object given) {
        return PushedValue.of(new FeatureField("f", type, "", null, null), 0, given);
    }

    private static void assertRefused(ValueType type, Object given) {
        assertThatThrownBy(() -> value(type, given))
                .isInstanceOf(ServingException.class)
                .hasMessageEndingWith(" is not of type " + type);
    }
}
