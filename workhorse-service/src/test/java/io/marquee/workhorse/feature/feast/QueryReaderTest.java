package io.marquee.workhorse.feature.feast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.feature.serving.OnlineQuery;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryReaderTest {

    @Test
    void shouldReadWhatFeastsClientsSend() {
        // When
        OnlineQuery query = read("""
                {"features": ["a:b"], "entities": {"driver_id": [1001, "x", null, 1.5, true]},
                 "full_feature_names": true, "include_feature_view_version_metadata": false, "unknown": {"a": [1]}}""");

        // Then
        assertThat(query.features()).containsExactly("a:b");
        assertThat(query.service()).isNull();
        assertThat(query.fullNames()).isTrue();
        assertThat(query.entities()).containsOnlyKeys("driver_id");
        assertThat(query.entities().get("driver_id")).containsExactly(1001L, "x", null, 1.5, true);
    }

    @Test
    void shouldTakeNoServiceForNoService() {
        assertThat(read("{\"feature_service\": null, \"entities\": {}}").service())
                .isNull();
        assertThat(read("{\"feature_service\": \"\", \"entities\": {}}").service())
                .isNull();
        assertThat(read("{\"feature_service\": \"s\", \"entities\": {}}").service())
                .isEqualTo("s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|missing|[`body`,`entities`]|Field required",
                "[]|dict_type|[`body`]|Input should be a valid dictionary",
                "{`entities`:[]}|dict_type|[`body`,`entities`]|Input should be a valid dictionary",
                "{`entities`:{`a`:1}}|list_type|[`body`,`entities`,`a`]|Input should be a valid list",
                "{`features`:null}|list_type|[`body`,`features`]|Input should be a valid list",
                "{`features`:[`a:b`,1]}|string_type|[`body`,`features`,1]|Input should be a valid string",
                "{`feature_service`:1}|string_type|[`body`,`feature_service`]|Input should be a valid string",
                "{`full_feature_names`:1}|bool_type|[`body`,`full_feature_names`]|Input should be a valid boolean",
            })
    void shouldTellWhatIsWrongAsFastApiDoes(String body, String type, String location, String message) {
        assertThatThrownBy(() -> read(body.replace('`', '"'))).isInstanceOfSatisfying(InvalidBody.class, invalid -> {
            FeastAnswer answer = invalid.answer();
            assertThat(answer.status()).isEqualTo(422);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"detail\":[{\"type\":\"" + type + "\",\"loc\":" + location.replace('`', '"')
                            + ",\"msg\":\"" + message + "\"}]}");
        });
    }

    @Test
    void shouldRefuseWhatIsNotJson() {
        assertNotJson("{\"entities\": ".getBytes(StandardCharsets.UTF_8));
        assertNotJson("{\"entities\": {}} {}".getBytes(StandardCharsets.UTF_8));
        assertNotJson("{\"entities\": {\"a\": [NaN]}}".getBytes(StandardCharsets.UTF_8));
        assertNotJson(("{\"entities\": {\"a\": " + "[".repeat(5000)).getBytes(StandardCharsets.UTF_8));
        assertNotJson(("{\"x\": " + "[".repeat(5000)).getBytes(StandardCharsets.UTF_8));
        assertNotJson(new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"'});
        assertThatThrownBy(() -> QueryReader.read(new byte[0])).isInstanceOf(InvalidBody.class);
    }

    private static void assertNotJson(byte[] body) {
        assertThatThrownBy(() -> QueryReader.read(body))
                .isInstanceOf(InvalidBody.class)
                .hasMessageStartingWith("JSON decode error: ");
    }

    private static OnlineQuery read(String body) {
        return QueryReader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
