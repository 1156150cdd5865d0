package io.marquee.localstack.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.localstack.PartStartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux,    amd64,   LINUX_AMD64",
        "Linux,    aarch64, LINUX_ARM64",
        "Mac OS X, x86_64,  DARWIN_AMD64",
        "Mac OS X, aarch64, DARWIN_ARM64"
    })
    void shouldNamePlatformWhenBinariesExist(String osName, String osArch, Platform platform) {
        assertThat(Platform.of(osName, osArch)).isEqualTo(platform);
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "Linux, riscv64"})
    void shouldPointToContainersWhenThereAreNoBinaries(String osName, String osArch) {
        assertThatThrownBy(() -> Platform.of(osName, osArch))
                .isInstanceOf(PartStartException.class)
                .hasMessageContaining(osName + " on " + osArch)
                .hasMessageContaining("-Dstack=containers");
    }

    @Test
    void shouldHaveBinariesOfThisMachineOnTheClassPath() {
        assertThat(Platform.class.getResource("/" + Platform.current().postgresArchive()))
                .isNotNull();
    }
}
