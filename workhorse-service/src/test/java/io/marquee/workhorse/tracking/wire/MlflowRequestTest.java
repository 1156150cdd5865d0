package io.marquee.workhorse.tracking.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.tracking.store.ViewType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowRequestTest {

    @Test
    void shouldReadIntegersAsNumbersAndAsText() {
        // When
        MlflowRequest request = body("{\"a\": 9007199254740993, \"b\": \"-9223372036854775808\", \"c\": null}");

        // Then
        assertThat(request.number("a")).hasValue(9007199254740993L);
        assertThat(request.number("b")).hasValue(Long.MIN_VALUE);
        assertThat(request.number("c")).isEmpty();
        assertThat(request.number("d")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1.5",
        "2, 2",
        "1e3, 1000",
        "'\"NaN\"', NaN",
        "'\"Infinity\"', Infinity",
        "'\"-Infinity\"', -Infinity",
        "NaN, NaN",
        "-Infinity, -Infinity",
        "'\"0.25\"', 0.25",
        "1e999, Infinity"
    })
    void shouldReadFloatingPointNumbersInEveryNotationOfTheWire(String json, double expected) {
        // When
        double value = body("{\"value\": " + json + "}").requiredDouble("value");

        // Then
        assertThat(Double.valueOf(value)).isEqualTo(Double.valueOf(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"high\"", "\"1f\"", "\"0x10\"", "\" 1\"", "\"\"", "true", "[1]", "{}", "\"nan\"", "\"inf\""})
    void shouldRefuseWhatIsNoNumber(String json) {
        // Given
        MlflowRequest request = body("{\"value\": " + json + "}");

        // When / Then
        assertThatThrownBy(() -> request.requiredDouble("value"))
                .isInstanceOf(MlflowException.class)
                .hasMessageContaining("for parameter 'value' supplied. It must be a number.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "\"1.0\"", "9223372036854775808", "\"\"", "true", "[1]"})
    void shouldRefuseWhatIsNo64BitInteger(String json) {
        // Given
        MlflowRequest request = body("{\"step\": " + json + "}");

        // When / Then
        assertThatThrownBy(() -> request.number("step")).isInstanceOf(MlflowException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[\"a\"]", "{}", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00a\""})
    void shouldRefuseWhatIsNoStorableText(String json) {
        // Given
        MlflowRequest request = body("{\"name\": " + json + "}");

        // When / Then
        assertThatThrownBy(() -> request.required("name")).isInstanceOf(MlflowException.class);
    }

    @Test
    void shouldReadCamelCaseWhenAClientSendsThat() {
        // When
        MlflowRequest request = body("{\"experimentId\": \"7\", \"viewType\": \"ALL\"}");

        // Then
        assertThat(request.required("experiment_id")).isEqualTo("7");
        assertThat(request.choice("view_type", ViewType.class)).contains(ViewType.ALL);
    }

    @Test
    void shouldReadListsFromQueryAndBodyAlike() {
        // Given
        MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
        query.addAll("order_by", "a", "b DESC");
        query.add("run_ids", "one");
        query.addAll("odd~/name", "x", "y");

        // When
        MlflowRequest fromQuery = MlflowRequest.ofQuery(query);
        MlflowRequest fromBody = body("{\"order_by\": [\"a\", \"b DESC\"]}");

        // Then
        assertThat(fromQuery.texts("order_by"))
                .isEqualTo(fromBody.texts("order_by"))
                .isEqualTo(List.of("a", "b DESC"));
        assertThat(fromQuery.texts("run_ids")).containsExactly("one");
        assertThat(fromQuery.texts("odd~/name")).containsExactly("x", "y");
        assertThat(fromQuery.texts("none")).isEmpty();
    }

    @Test
    void shouldKeepPageSizesWithinTheirBounds() {
        // Given
        MlflowRequest request = body("{\"zero\": 0, \"many\": \"1001\"}");

        // When / Then
        assertThat(request.limit("max_results", 100, 1000)).isEqualTo(100);
        assertThatThrownBy(() -> request.limit("zero", 100, 1000))
                .hasMessageContaining("Invalid value 0 for parameter");
        assertThatThrownBy(() -> request.limit("many", 100, 1000)).hasMessageContaining("Invalid value 1001 for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "1", "{} {}", "{\"a\":1}x", "\"a\"", "{'a':1}", "{\"a\":1,}"})
    void shouldRefuseABodyThatIsNotOneObject(String json) {
        // When / Then
        assertThatThrownBy(() -> body(json))
                .isInstanceOfSatisfying(MlflowException.class, refused -> assertThat(refused.code())
                        .isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
    }

    @Test
    void shouldTakeAnEmptyBodyForAnObjectWithoutFields() {
        // When / Then
        assertThat(body("").text("name")).isNull();
    }

    @Test
    void shouldStopReadingWhenABodyHasNoEnd() {
        // Given
        long[] given = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                given[0]++;
                return ' ';
            }
        };

        // When / Then
        assertThatThrownBy(() -> MlflowRequest.ofBody(endless)).hasMessageContaining("larger than 20971520 bytes");
        assertThat(given[0]).isLessThan(25_000_000);
    }

    private static MlflowRequest body(String json) {
        return MlflowRequest.ofBody(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
