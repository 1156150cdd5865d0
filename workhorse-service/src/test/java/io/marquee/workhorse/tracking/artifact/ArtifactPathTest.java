package io.marquee.workhorse.tracking.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.tracking.wire.MlflowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactPathTest {

    private static final String RUN = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model",
                "model/MLmodel",
                "a b/c+d.txt",
                "영화.txt",
                "100%.txt",
                "a%20b",
                "..x",
                "x..",
                "...",
                ".hidden",
                "~",
                "a=b&c"
            })
    void shouldKeepAPathAsItIsWhenItStaysInside(String path) {
        // When / Then
        assertThat(ArtifactPath.of(path).value()).isEqualTo(path);
    }

    @Test
    void shouldTakeTheEmptyPathForTheRootAndLeaveOneLastSlashAway() {
        // When / Then
        assertThat(ArtifactPath.of("").isRoot()).isTrue();
        assertThat(ArtifactPath.of("model/").value()).isEqualTo("model");
        assertThat(ArtifactPath.of("model/data/x.bin").steps()).containsExactly("model", "data", "x.bin");
        assertThat(ArtifactPath.of("model/data/x.bin").fileName()).isEqualTo("x.bin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "//a",
                "a//b",
                "a//",
                ".",
                "..",
                "../a",
                "a/..",
                "a/../b",
                "a/./b",
                "\\a",
                "a\\..\\b",
                "C:a",
                "c:/a",
                "file:a",
                "http://a",
                "a\0b",
                "a\nb",
                "a\u007fb",
                "%2e%2e",
                "%2E%2e/a",
                "a/%2e%2e/b",
                "%252e%252e%252fa",
                "a%2f%2e%2e%2fb",
                "%5c..",
                "%2fa",
                "%252fa",
                "a%00",
                "a%2500",
                "%25252e%25252e",
                "file%3a%2f%2fa",
                "a\uFFFDb",
                "%2/..",
                "a%zz%2e"
            })
    void shouldRefuseAPathThatLeadsElsewhereOnceDecoded(String path) {
        // When / Then
        assertThatThrownBy(() -> ArtifactPath.of(path)).isInstanceOf(MlflowException.class);
    }

    @Test
    void shouldRefuseAPathThatIsEncodedOverAndOverOrTooLong() {
        // Given
        String deep = "%" + "25".repeat(20) + "2e";

        // When / Then
        assertThatThrownBy(() -> ArtifactPath.of(deep)).hasMessageContaining("over and over");
        assertThatThrownBy(() -> ArtifactPath.of("a".repeat(701))).hasMessageContaining("longer than 700");
    }

    @Test
    void shouldFindTheRunsFolderInAPathBehindTheProxy() {
        // When
        RunFolder.Place file = RunFolder.place("12/" + RUN + "/artifacts/model/MLmodel");
        RunFolder.Place root = RunFolder.place("12/" + RUN + "/artifacts");

        // Then
        assertThat(file.key()).isEqualTo("artifacts/12/" + RUN + "/artifacts/model/MLmodel");
        assertThat(file.folder().uri()).isEqualTo("mlflow-artifacts:/12/" + RUN + "/artifacts");
        assertThat(root.path().isRoot()).isTrue();
        assertThat(RunFolder.ofUri(file.folder().uri() + "/model").path().value())
                .isEqualTo("model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "12/" + RUN,
                "12/" + RUN + "/metrics/x",
                "12/" + RUN + "/artifactsx",
                "x/" + RUN + "/artifacts/a",
                "12/abc/artifacts/a",
                "12/0123456789ABCDEF0123456789ABCDEF/artifacts/a",
                "-1/" + RUN + "/artifacts/a",
                "12/" + RUN + "/artifacts/../../a",
                "12/" + RUN + "/artifacts/C:/a",
                "9999999999999999999/" + RUN + "/artifacts/a"
            })
    void shouldRefuseAPathThatIsInNoRunsFolder(String path) {
        // When / Then
        assertThatThrownBy(() -> RunFolder.place(path)).isInstanceOf(MlflowException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlflow-artifacts://host/12/" + RUN + "/artifacts",
                "mlflow-artifacts:12/" + RUN + "/artifacts",
                "file:/12/" + RUN + "/artifacts"
            })
    void shouldRefuseAUriThatIsNotOurs(String uri) {
        // When / Then
        assertThatThrownBy(() -> RunFolder.ofUri(uri)).isInstanceOf(MlflowException.class);
    }
}
