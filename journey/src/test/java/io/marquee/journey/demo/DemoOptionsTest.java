package io.marquee.journey.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {

    @Test
    void shouldReadDataAndExit() {
        assertThat(DemoOptions.parse(List.of())).isEqualTo(new DemoOptions(Optional.empty(), false));
        assertThat(DemoOptions.parse(List.of("--data", "a b", "--exit")))
                .isEqualTo(new DemoOptions(Optional.of(Path.of("a b")), true));
    }

    @Test
    void shouldNameWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> DemoOptions.parse(List.of("--dat")))
                .hasMessage("'--dat' is not understood. usage: ./marquee demo [--data DIR] [--exit]");
        assertThatThrownBy(() -> DemoOptions.parse(List.of("--data"))).hasMessageStartingWith("--data needs a folder");
    }
}
