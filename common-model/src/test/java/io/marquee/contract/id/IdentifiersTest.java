package io.marquee.contract.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentifiersTest {

    @Test
    void shouldMakeTimeOrderedUuids() {
        String first = EventId.next(Instant.ofEpochMilli(1_000));
        String second = EventId.next(Instant.ofEpochMilli(2_000));

        assertThat(UUID.fromString(first).version()).isEqualTo(7);
        assertThat(UUID.fromString(first).variant()).isEqualTo(2);
        assertThat(first).startsWith("00000000-03e8-7").isLessThan(second);
    }

    @Test
    void shouldNotRepeatIds() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(EventId.next(Instant.EPOCH));
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void shouldNameWhatIsWrongWithAModelVersion() {
        assertThat(new ModelVersion("personal-rating", 3).uri()).isEqualTo("models:/personal-rating/3");
        assertThatThrownBy(() -> new ModelVersion("m", 0))
                .hasMessage("version of model 'm' must be at least 1, got: 0");
        assertThatThrownBy(() -> new ModelVersion(" ", 1)).hasMessage("model name must not be blank");
    }

    @Test
    void shouldAcceptOnlyMlflowRunIds() {
        assertThat(RunId.random().value()).matches("[0-9a-f]{32}");
        assertThatThrownBy(() -> new RunId("../etc")).hasMessage("run id must be 32 hexadecimal digits, got: '../etc'");
    }
}
