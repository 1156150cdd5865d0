package io.marquee.workhorse.feature.feast;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.feature.serving.OnlineQuery;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainQueryTest {

    private final PlainQuery plain = new PlainQuery();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"features\":[\"a:b\",\"a:c\"],\"entities\":{\"user_id\":[1]}}",
                " { \"entities\" : { \"user_id\" : [ 1 , -20,0 ] , \"genre\":[\"Drama\",\"a]b\",\"\"]},\n\t\"features\" : [ \"a:b\" ] } ",
                "{\"feature_service\":\"taste\",\"full_feature_names\":true,\"entities\":{\"u\":[123456789012345678]}}",
                "{\"full_feature_names\": false, \"entities\":{\"u\":[1]},\"entities\":{\"v\":[2]}}"
            })
    void shouldReadWhatTheFullReaderReads(String body) {
        // Given
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        OnlineQuery expected = QueryReader.read(bytes);

        // When: the second time the features are remembered
        OnlineQuery first = plain.read(bytes);
        OnlineQuery second = plain.read(bytes);

        // Then
        assertThat(first).isEqualTo(expected);
        assertThat(second).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"features\":[\"a:b\"]}",
                "{\"features\":[],\"entities\":{\"u\":[1]}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[]}}",
                "{\"features\":[\"a:b\"],\"entities\":{}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[1]}} x",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[1]},}",
                "{\"features\":[\"a:b\",],\"entities\":{\"u\":[1]}}",
                "{\"features\":[\"a\\u003ab\"],\"entities\":{\"u\":[1]}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[\"드라마\"]}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[01]}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[-]}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[1.5]}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[1e3]}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[1234567890123456789]}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[null]}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":[1 2]}}",
                "{\"features\":[\"a:b\"],\"entities\":{\"u\":1}}",
                "{\"features\":\"a:b\",\"entities\":{\"u\":[1]}}",
                "{\"features\":[\"a:b\"],\"full_feature_names\":t rue,\"entities\":{\"u\":[1]}}",
                "{\"features\":[\"a:b\"],\"full_feature_names\":tru",
                "{\"feature_service\":null,\"entities\":{\"u\":[1]}}",
                "{\"feature_service\":\"\",\"entities\":{\"u\":[1]}}",
                "{\"other\":1,\"entities\":{\"u\":[1]}}"
            })
    void shouldLeaveEverythingElseToTheFullReader(String body) {
        assertThat(plain.read(body.getBytes(StandardCharsets.UTF_8))).isNull();
    }

    @Test
    void shouldTellAListFromOneThatOnlyBeginsLikeIt() {
        // Given
        plain.read("{\"features\":[\"a:b\"],\"entities\":{\"u\":[1]}}".getBytes(StandardCharsets.UTF_8));

        // When
        OnlineQuery other = plain.read(
                "{\"features\":[\"a:b\",\"a:c\"],\"entities\":{\"u\":[1]}}".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(other.features()).containsExactly("a:b", "a:c");
    }

    @Test
    void shouldGiveTheSameListForTheSameBytes() {
        // Given
        byte[] body = "{\"features\":[\"a:b\"],\"entities\":{\"u\":[1]}}".getBytes(StandardCharsets.UTF_8);

        // When // Then
        assertThat(plain.read(body).features()).isSameAs(plain.read(body).features());
    }
}
