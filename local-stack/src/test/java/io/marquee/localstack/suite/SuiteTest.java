package io.marquee.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.localstack.Part;
import io.marquee.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The launcher over real parts and stand-ins for the services. One suite for all tests: starting it costs seconds. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SuiteTest {

    private static final int LAST = Integer.MAX_VALUE;

    @TempDir
    private static Path folder;

    private static Path home;
    private static Suite suite;

    @BeforeAll
    static void up() {
        home = folder.resolve("pro ject");
        FakeService.packageAll(home);
        suite = suite(Map.of());
        suite.up(SuiteProgress.SILENT);
    }

    @AfterAll
    static void down() {
        suite.down(SuiteProgress.SILENT);
    }

    @Test
    void shouldListEverythingAsReadyWhenUp() {
        // When
        var rows = suite.status();
        // Then
        assertThat(rows)
                .extracting(ProcessStatus::name)
                .containsExactly("postgres", "redis", "kafka", "s3", "workhorse", "controltower", "nervous");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo(ProcessStatus.State.READY);
            assertThat(row.residentBytes()).isGreaterThan(1 << 20);
            assertThat(row.pid()).isPresent();
        });
    }

    @Test
    void shouldTellServicesWhereTheirNeighboursAreWhenStarted() throws Exception {
        // When
        String environment = get(suite.url(Service.NERVOUS) + "/env");
        // Then
        assertThat(environment)
                .contains("ORCHESTRATOR_URL=" + suite.url(Service.CONTROLTOWER))
                .contains("MLFLOW_TRACKING_URI=" + suite.url(Service.WORKHORSE))
                .contains("MARQUEE_HOME=" + home)
                .contains("MARQUEE_STATE=" + home.resolve(".marquee"))
                .contains(
                        "POSTGRES_PORT=" + suite.parts().endpoint(Part.POSTGRES).port())
                .contains("KAFKA_BOOTSTRAP_SERVERS=" + suite.parts().endpoint(Part.KAFKA))
                .contains("APP_ENV=local");
    }

    @Test
    void shouldKeepWhatRunsWhenUpIsCalledAgain() {
        // Given
        Map<String, Optional<Long>> before = pids();
        // When
        suite(Map.of()).up(SuiteProgress.SILENT);
        // Then
        assertThat(pids()).isEqualTo(before);
    }

    @Test
    void shouldRestartOnlyWhatDiedWhenUpIsCalledAfterKill() {
        // Given
        Map<String, Optional<Long>> before = pids();
        suite.kill(Service.NERVOUS);
        suite.parts().kill(Part.REDIS);
        // When
        Map<String, ProcessStatus.State> afterKill = suite.status().stream()
                .filter(row -> row.state() != ProcessStatus.State.READY)
                .collect(Collectors.toMap(ProcessStatus::name, ProcessStatus::state));
        suite.up(SuiteProgress.SILENT);
        // Then
        assertThat(afterKill)
                .containsOnly(
                        Map.entry("nervous", ProcessStatus.State.DEAD), Map.entry("redis", ProcessStatus.State.DEAD));
        Map<String, Optional<Long>> now = pids();
        assertThat(now.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("nervous", "redis");
        assertThat(suite.status()).allMatch(row -> row.state() == ProcessStatus.State.READY);
    }

    @Test
    void shouldRestartServiceWhenItWasBuiltAnew() throws IOException {
        // Given
        Optional<Long> before = suite.pid(Service.WORKHORSE);
        Files.setLastModifiedTime(
                new SuiteSettings(home, home, Map.of()).jar(Service.WORKHORSE), FileTime.from(Instant.now()));
        // When
        suite.up(SuiteProgress.SILENT);
        // Then
        assertThat(suite.pid(Service.WORKHORSE)).isPresent().isNotEqualTo(before);
    }

    @Test
    void shouldComeBackAtTheSameAddressWhenOneServiceIsKilledAndStarted() {
        // Given
        URI url = suite.url(Service.CONTROLTOWER);
        suite.kill(Service.CONTROLTOWER);
        boolean readyAfterKill = suite.ready(Service.CONTROLTOWER);
        // When
        suite.start(Service.CONTROLTOWER);
        // Then
        assertThat(readyAfterKill).isFalse();
        assertThat(suite.ready(Service.CONTROLTOWER)).isTrue();
        assertThat(suite.url(Service.CONTROLTOWER)).isEqualTo(url);
        assertThat(suite.residentBytes(Service.CONTROLTOWER)).isGreaterThan(1 << 20);
    }

    @Test
    void shouldFindStrayServiceWhenItsPidFileIsLost() throws IOException {
        // Given
        long stray = suite.pid(Service.NERVOUS).orElseThrow();
        Files.delete(home.resolve(".marquee/run/nervous.pid"));
        // When
        suite.up(SuiteProgress.SILENT);
        // Then
        assertThat(ProcessIdentity.of(stray)).isEmpty();
        assertThat(suite.ready(Service.NERVOUS)).isTrue();
    }

    @Test
    void shouldStartNothingWhenAPortIsTaken(@TempDir Path elsewhere) throws IOException {
        FakeService.packageAll(elsewhere);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            Suite second = new Suite(new SuiteSettings(
                    elsewhere,
                    elsewhere.resolve(".marquee"),
                    Map.of("MARQUEE_PORTS", "random", "WORKHORSE_PORT", Integer.toString(taken.getLocalPort()))));
            // Then
            assertThatThrownBy(() -> second.up(SuiteProgress.SILENT))
                    .isInstanceOf(SuiteException.class)
                    .hasMessageContaining("Nothing was started")
                    .hasMessageContaining("port " + taken.getLocalPort() + " for workhorse")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .hasMessageContaining("WORKHORSE_PORT=");
            assertThat(second.status()).allMatch(row -> row.state() == ProcessStatus.State.STOPPED);
        }
    }

    @Test
    void shouldSayWhyWhenServiceEndsWhileStarting() {
        // Given
        suite.stop(Service.NERVOUS);
        // Then
        assertThatThrownBy(() -> suite(Map.of("FAKE_FAILURE", "no luck")).start(Service.NERVOUS))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining("nervous ended while it started")
                .hasMessageContaining("fake failure: no luck")
                .hasMessageContaining("./marquee logs nervous");
        suite.start(Service.NERVOUS);
    }

    @Test
    void shouldSayWhatToRunWhenServiceIsNotPackaged(@TempDir Path empty) {
        assertThatThrownBy(() -> new Suite(new SuiteSettings(empty, empty.resolve(".marquee"), Map.of()))
                        .up(SuiteProgress.SILENT))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining("workhorse is not packaged")
                .hasMessageContaining("./mvnw package");
    }

    @Test
    @Order(LAST)
    void shouldStopEverythingWhenDownIsCalledAfterACrash() {
        // Given
        suite.kill(Service.WORKHORSE);
        suite.parts().kill(Part.POSTGRES);
        var running = pids().values().stream()
                .flatMap(Optional::stream)
                .flatMap(pid -> ProcessIdentity.of(pid).stream())
                .toList();
        // When
        suite.down(SuiteProgress.SILENT);
        // Then
        assertThat(running).hasSize(5).noneMatch(ProcessIdentity::alive);
        assertThat(suite.status()).allMatch(row -> row.state() == ProcessStatus.State.STOPPED);
        assertThat(home.resolve(".marquee/data/postgres/PG_VERSION")).exists();
    }

    private static Suite suite(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(FakeService.environment());
        environment.putAll(more);
        return new Suite(new SuiteSettings(home, home.resolve(".marquee"), environment));
    }

    private static Map<String, Optional<Long>> pids() {
        return suite.status().stream().collect(Collectors.toMap(ProcessStatus::name, ProcessStatus::pid));
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
