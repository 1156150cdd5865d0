package io.marquee.workhorse.feature.online;

import static io.marquee.workhorse.feature.online.TestStores.DEFINITIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.localstack.testing.TestRedis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program in another language, which shares nothing with this one, reads the rows that this one writes. */
class ForeignReaderTest {

    private TestRedis redis;

    @BeforeEach
    void start() {
        redis = TestRedis.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void shouldBeReadableByAnotherProgram() throws Exception {
        // Given
        OnlineStore store = TestStores.open(redis.address(), Map.of());
        Instant time = Instant.parse("2024-01-01T00:00:00.000005Z");
        store.write(
                DEFINITIONS.view("everything"),
                List.of(new EntityRow(TestStores.user(-7), TestStores.everything(time))));
        store.write(DEFINITIONS.view("counts"), List.of(TestStores.count(-7, time, 3)));

        // When
        JsonNode row = read("everything", names("everything")).get(0);

        // Then
        assertThat(row.path("entity").toString()).isEqualTo("{\"user_id\":\"INT64 -7\"}");
        assertThat(row.path("timestamp").toString()).isEqualTo("{\"seconds\":\"1704067200\",\"nanos\":5000}");
        assertThat(row.path("others").asInt()).isEqualTo(2);
        assertThat(row.path("ttl").asLong()).isBetween(5_183_000L, 5_184_000L);
        assertThat(row.path("values").toString()).isEqualTo("""
                {"a_bytes":[1,"AP8NCg=="],\
                "a_string":[2,"Amélie ☕ 𝄞"],\
                "a_int32":[3,-7],\
                "a_int64":[4,"-9223372036854775808"],\
                "a_double":[5,-0.1],\
                "a_float":[6,3.5],\
                "a_bool":[7,true],\
                "a_unix_timestamp":[8,"1700000000"],\
                "a_bytes_list":[11,["AQ==",""]],\
                "a_string_list":[12,["Drama","","Comédie"]],\
                "a_int32_list":[13,[1,-1,300]],\
                "a_int64_list":[14,["1","-1","1099511627776"]],\
                "a_double_list":[15,[0.5,5]],\
                "a_float_list":[16,[0.25]],\
                "a_bool_list":[17,[true,false]],\
                "a_unix_timestamp_list":[18,[]],\
                "missing":null}""");
    }

    @Test
    void shouldHaveKeysThatAnotherProgramReads() throws Exception {
        // Given
        OnlineStore store = TestStores.open(redis.address(), Map.of());
        EntityKey key = OnlineStoreContract.pair(31, "Comédie ☕");

        // When
        store.write(
                DEFINITIONS.view("pairs"), List.of(new EntityRow(key, new OnlineRow(Instant.EPOCH, Map.of("n", 1L)))));

        // Then
        JsonNode row = read("pairs", names("pairs")).get(0);
        assertThat(row.path("entity").toString())
                .isEqualTo("{\"genre\":\"STRING Comédie ☕\",\"user_id\":\"INT64 31\"}");
        assertThat(row.path("timestamp").toString()).isEqualTo("{\"seconds\":\"0\",\"nanos\":0}");
        assertThat(row.path("values").toString()).isEqualTo("{\"n\":[4,\"1\"]}");
        assertThat(row.path("ttl").asLong()).isBetween(3_000L, 3_600L);
    }

    private static List<String> names(String view) {
        return DEFINITIONS.view(view).view().fields().stream()
                .map(FeatureField::name)
                .toList();
    }

    private JsonNode read(String view, List<String> features) throws Exception {
        Path script = Path.of(Objects.requireNonNull(ForeignReaderTest.class.getResource("/online/read-rows.mjs"))
                .toURI());
        List<String> command =
                new ArrayList<>(List.of("node", script.toString(), Integer.toString(redis.port()), "marquee", view));
        command.addAll(features);
        Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(output).isZero();
        return new ObjectMapper().readTree(output);
    }
}
