package io.marquee.workhorse.feature.feast;

import static io.marquee.workhorse.feature.feast.FeastProtos.entry;
import static io.marquee.workhorse.feature.feast.FeastProtos.list;
import static io.marquee.workhorse.feature.feast.FeastProtos.of;
import static io.marquee.workhorse.feature.feast.FeastProtos.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of Feast's own {@code sdk/python/tests/unit/test_feature_server_utils.py}, with the values it expects written as
 * {@code json.dumps} writes them.
 */
class JsonValuesTest {

    static Stream<Arguments> feastsValues() {
        return Stream.of(
                arguments("null_value", of("Value"), "null"),
                arguments("explicit_null_val", value("null_val", 0), "null"),
                arguments("double_val", value("double_val", 3.14159), "3.14159"),
                arguments("float_val", value("float_val", 2.5f), "2.5"),
                arguments("int64_val", value("int64_val", Long.MAX_VALUE), "9223372036854775807"),
                arguments("int32_val", value("int32_val", 42), "42"),
                arguments("string_val", value("string_val", "hello feast"), "\"hello feast\""),
                arguments("bool_val", value("bool_val", true), "true"),
                arguments("bytes_val", value("bytes_val", bytes(0, 1, 2, 3)), "\"AAECAw==\""),
                arguments("double_list_val", list("double_list_val", 1.1, 2.2, 3.3), "[1.1,2.2,3.3]"),
                arguments("float_list_val", list("float_list_val", 1.5f, 2.5f), "[1.5,2.5]"),
                arguments("int64_list_val", list("int64_list_val", 100L, 200L, 300L), "[100,200,300]"),
                arguments("int32_list_val", list("int32_list_val", 1, 2, 3), "[1,2,3]"),
                arguments("string_list_val", list("string_list_val", "a", "b", "c"), "[\"a\",\"b\",\"c\"]"),
                arguments("bool_list_val", list("bool_list_val", true, false, true), "[true,false,true]"),
                arguments("unix_timestamp_val", value("unix_timestamp_val", 1609459200L), "1609459200"),
                arguments("bytes_list_val", list("bytes_list_val", bytes(0, 1), bytes(2, 3)), "[\"AAE=\",\"AgM=\"]"),
                arguments(
                        "unix_timestamp_list_val",
                        list("unix_timestamp_list_val", 1609459200L, 1609545600L),
                        "[1609459200,1609545600]"),
                arguments("string_set_val", list("string_set_val", "x", "y", "z"), "[\"x\",\"y\",\"z\"]"),
                arguments("int64_set_val", list("int64_set_val", 10L, 20L, 30L), "[10,20,30]"),
                arguments(
                        "list_val_nested_values",
                        list("list_val", value("int64_val", 1L), value("string_val", "a"), of("Value")),
                        "[1,\"a\",null]"),
                arguments(
                        "set_val_nested_values",
                        list("set_val", value("bool_val", true), value("double_val", 3.14)),
                        "[true,3.14]"),
                arguments(
                        "map_val",
                        map("key1", value("int64_val", 42L), "key2", value("string_val", "hello")),
                        "{\"key1\":42,\"key2\":\"hello\"}"),
                arguments(
                        "map_val_nested_null",
                        map("present", value("int32_val", 7), "missing", of("Value")),
                        "{\"present\":7,\"missing\":null}"),
                arguments("json_val", value("json_val", "{\"foo\": 1}"), "\"{\\\"foo\\\": 1}\""),
                arguments("zoned_timestamp_val", zoned("America/Los_Angeles"), "\"2026-06-09T09:00:00-07:00\""),
                arguments("zoned_timestamp_val_utc", zoned(""), "\"2026-06-09T16:00:00+00:00\""),
                arguments("bytes_val_is_base64_encoded", value("bytes_val", bytes(0, 1, 2, 255)), "\"AAEC/w==\""),
                arguments("float_val_precision", value("float_val", 3.14f), "3.140000104904175"),
                arguments("double_val_precision", value("double_val", 3.141592653589793), "3.141592653589793"),
                arguments("double_1e-300", value("double_val", 1e-300), "1e-300"),
                arguments("double_max", value("double_val", 1.7976931348623157e308), "1.7976931348623157e+308"),
                arguments("double_min_normal", value("double_val", 2.2250738585072014e-308), "2.2250738585072014e-308"),
                arguments("double_sum", value("double_val", 0.1 + 0.2), "0.30000000000000004"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("feastsValues")
    void shouldWriteFeastsValues(String name, DynamicMessage value, String expected) {
        assertThat(json(value.toByteArray())).isEqualTo(expected);
    }

    @Test
    void shouldWriteTheOtherTypesThatFeastHas() {
        assertThat(json(list("map_list_val").toByteArray())).isEqualTo("[]");
        assertThat(json(list("bytes_set_val", bytes(255)).toByteArray())).isEqualTo("[\"/w==\"]");
        assertThat(json(list("double_set_val", 0.5).toByteArray())).isEqualTo("[0.5]");
        assertThat(json(list("json_list_val", "1").toByteArray())).isEqualTo("[\"1\"]");
        assertThat(json(value("uuid_val", "u").toByteArray())).isEqualTo("\"u\"");
        assertThat(json(value("decimal_val", "1.0").toByteArray())).isEqualTo("\"1.0\"");
        assertThat(json(value("scalar_map_val", of("ScalarMap")).toByteArray())).isEqualTo("null");
    }

    @Test
    void shouldReadNumbersThatAreNotPacked() {
        // Two elements of an Int64List, each with its own tag
        assertThat(json(new byte[] {0x72, 5, 8, 1, 8, (byte) 0xac, 2})).isEqualTo("[1,300]");
    }

    @ParameterizedTest
    @CsvSource({
        // From Python's repr
        "0.0, 0.0",
        "-0.0, -0.0",
        "1.0, 1.0",
        "100.0, 100.0",
        "0.8724706768989563, 0.8724706768989563",
        "0.0001, 0.0001",
        "0.00012, 0.00012",
        "0.00001, 1e-05",
        "0.000012345, 1.2345e-05",
        "-0.00025, -0.00025",
        "12345678.0, 12345678.0",
        "123456789.125, 123456789.125",
        "1e15, 1000000000000000.0",
        "1.5e15, 1500000000000000.0",
        "1e16, 1e+16",
        "1.25e22, 1.25e+22",
        "1e100, 1e+100",
        "2e-3, 0.002",
        "4.9e-324, 5e-324",
        "1e-323, 1e-323"
    })
    void shouldWriteDoublesAsPythonDoes(double value, String expected) {
        assertThat(json(value("double_val", value).toByteArray()))
                .isEqualTo(expected)
                .satisfies(text -> assertThat(Double.parseDouble(text)).isEqualTo(value));
    }

    @Test
    void shouldWriteNullForWhatJsonHasNoNumberFor() {
        assertThat(json(list("double_list_val", Double.NaN, Double.POSITIVE_INFINITY, 1.0)
                        .toByteArray()))
                .isEqualTo("[null,null,1.0]");
    }

    @Test
    void shouldEscapeTextAsPythonDoes() {
        assertThat(json(value("string_val", "\"\\/\n\r\t\f\b\u0001\u001f\u007f기생충😀")
                        .toByteArray()))
                .isEqualTo("\"\\\"\\\\/\\n\\r\\t\\f\\b\\u0001\\u001f\u007f기생충😀\"");
    }

    @ParameterizedTest
    @CsvSource({"127f", "29aabb", "0a", "ffffffffffffffffffffff", "32000000", "1b"})
    void shouldRefuseBytesThatAreNoValue(String hex) {
        assertThatThrownBy(() -> json(HexFormat.of().parseHex(hex))).isInstanceOf(IllegalArgumentException.class);
    }

    private static String json(byte[] value) {
        JsonBytes out = new JsonBytes(1);
        JsonValues.write(out, value);
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }

    private static DynamicMessage map(String key1, DynamicMessage value1, String key2, DynamicMessage value2) {
        return value(
                "map_val",
                of("Map", "val", List.of(entry("Map", "val", key1, value1), entry("Map", "val", key2, value2))));
    }

    private static DynamicMessage zoned(String zone) {
        return value("zoned_timestamp_val", of("ZonedTimestamp", "unix_timestamp", 1781020800L, "zone", zone));
    }

    private static ByteString bytes(int... bytes) {
        byte[] array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return ByteString.copyFrom(array);
    }
}
