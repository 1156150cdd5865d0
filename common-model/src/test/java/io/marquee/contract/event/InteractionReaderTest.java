package io.marquee.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way reads what the general one does, or nothing. */
class InteractionReaderTest {

    private static final JsonMapper GENERAL = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final String PLAIN = """
            {"event_id":"a1","event_type":"user_interaction","timestamp":"2026-11-22T08:15:30.25Z","source":"web",
             "version":"1.0","user_id":42,"content_id":7,"interaction_type":"view","session_id":"s","duration_seconds":12.5,
             "device_type":"phöne","metadata":{"page":3,"tags":["a",null],"deep":{"x":1.5}}}""";

    private final InteractionReader reader = new InteractionReader(GENERAL);

    @Test
    void shouldReadEveryFieldOfAPlainEvent() throws IOException {
        UserInteraction read = read(PLAIN);

        assertThat(read).isEqualTo(general(PLAIN));
        assertThat(read.timestamp()).isEqualTo(Instant.parse("2026-11-22T08:15:30.25Z"));
        assertThat(read.deviceType()).isEqualTo("phöne");
        assertThat(read.metadata()).containsEntry("page", 3).containsKey("deep");
    }

    @Property(tries = 300)
    void shouldReadWhatTheCodecWrites(@ForAll("interactions") UserInteraction interaction) {
        assertThat(reader.read(EventCodec.encode(interaction))).isEqualTo(interaction);
    }

    /** Those are the general way's: some it reads, of the others it says what is wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"event_id\":\"a\"}",
                "{\"event_id\":\"a\" \"source\"}",
            })
    void shouldSayNothingOfWhatIsNoEvent(String json) {
        assertThat(read(json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"user_id\":\"42\"",
                "\"user_id\":null",
                "\"user_id\":42.0",
                "\"user_id\":99999999999999999999",
                "\"content_id\":null",
                "\"rating\":\"4.5\"",
                "\"mood\":1",
                "\"mood\":{\"a\":1}",
                "\"metadata\":null",
                "\"source\":\" \"",
                "\"interaction_type\":\"hover\"",
                "\"timestamp\":1763799330.25",
                "\"timestamp\":\"2026-11-22T08:15Z\"",
                "\"timestamp\":\"2026-11-22T08:15:30+01:00\"",
                "\"timestamp\":\"2026-02-29T08:15:30Z\"",
                "\"timestamp\":\"2026-11-22T08:15:60Z\"",
            })
    void shouldLeaveWhatIsNotPlainToTheGeneralWay(String last) {
        assertThat(read(PLAIN.substring(0, PLAIN.length() - 1) + "," + last + "}"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "2024-02-29T23:59:59.9Z",
                "1999-12-31T23:59:59.123456789Z",
                "9999-12-31T00:00:00.000001Z",
            })
    void shouldReadMomentsAsJavaDoes(String text) {
        assertThat(moment(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-22",
                "2026-11-22T08:15:30",
                "2026-11-22T08:15:30.Z",
                "2026-11-22T08:15:30.1234567890Z",
                "2026-11-22 08:15:30Z",
                "2026-11-22T08:15:3aZ",
                "2026-13-22T08:15:30Z",
                "2026-11-31T08:15:30Z",
                "2100-02-29T08:15:30Z",
                "2026-11-00T08:15:30Z",
                "2026-11-22T24:00:00Z",
                "-026-11-22T08:15:30Z",
                "+12026-11-22T08:15:30Z",
            })
    void shouldReadNoOtherMoments(String text) {
        assertThat(moment(text)).isNull();
    }

    @Provide
    Arbitrary<UserInteraction> interactions() {
        Arbitrary<String> text =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(12).filter(value -> !value.isBlank());
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(0, 4_000_000_000L)
                .flatMap(second -> Arbitraries.integers()
                        .between(0, 999_999_999)
                        .map(nano -> Instant.ofEpochSecond(second, nano % 3 == 0 ? 0 : nano)));
        return Combinators.combine(
                        text,
                        times,
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.of(InteractionType.class),
                        text.injectNull(0.5),
                        Arbitraries.doubles().between(-1e9, 1e9).injectNull(0.5))
                .as((id, time, user, movie, type, device, duration) -> new UserInteraction(
                        id,
                        time,
                        "test",
                        user,
                        movie,
                        type,
                        device,
                        type == InteractionType.RATING ? 3.5 : null,
                        null,
                        device,
                        null,
                        device,
                        null,
                        device,
                        duration,
                        device == null ? Map.of() : Map.of("why", device, "n", 1)));
    }

    private UserInteraction read(String json) {
        return reader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Instant moment(String text) {
        return Moments.read(("\"" + text).toCharArray(), 1, text.length());
    }

    private static UserInteraction general(String json) throws IOException {
        return GENERAL.readValue(json, UserInteraction.class);
    }
}
