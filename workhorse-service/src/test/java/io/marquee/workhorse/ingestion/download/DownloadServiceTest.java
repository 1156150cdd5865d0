package io.marquee.workhorse.ingestion.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marquee.contract.problem.ProblemException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadServiceTest {

    private static final byte[] ZIP = "not really a zip".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private FaultyServer server;

    @BeforeEach
    void start() throws IOException {
        server = FaultyServer.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void shouldSayWhereTheFileIsWhenItIsThere() throws Exception {
        // Given
        server.offer("ml-latest-small.zip", ZIP, "\"1\"", null);
        server.offer("ml-latest-small.zip.md5", md5(ZIP).getBytes(StandardCharsets.UTF_8), null, null);
        DownloadService service = service(Map.of());

        // When
        Download ended = ended(service, service.start("movielens", null));
        Download again = ended(service, service.start("movielens", "latest-small"));

        // Then
        assertThat(ended.state()).isEqualTo("succeeded");
        assertThat(ended.size()).isEqualTo("latest-small");
        assertThat(ended.path())
                .isEqualTo(folder.resolve("movielens/ml-latest-small.zip").toString());
        assertThat(Path.of(ended.path())).hasBinaryContent(ZIP);
        assertThat(ended.bytes()).isEqualTo(ZIP.length);
        assertThat(ended.total()).isEqualTo(ZIP.length);
        assertThat(ended.verified()).isTrue();
        assertThat(ended.notModified()).isFalse();
        assertThat(again.notModified()).isTrue();
        assertThat(again.verified()).isTrue();
        assertThat(service.all())
                .extracting(Download::downloadId)
                .containsExactly(again.downloadId(), ended.downloadId());
    }

    @Test
    void shouldGiveTheDownloadThatIsUnderWayToWhoeverAsksForTheSame() throws Exception {
        // Given
        server.offer("ml-1m.zip", new byte[5000], "\"1\"", null).fail("ml-1m.zip", new FaultyServer.Fault.Slow(100));
        DownloadService service = service(Map.of());

        // When
        Download first = service.start("movielens", "1m");
        Download second = service.start("movielens", "1m");

        // Then
        assertThat(second.downloadId()).isEqualTo(first.downloadId());
        assertThat(first.state()).isEqualTo("running");
        assertThat(first.path()).isNull();
        assertThat(ended(service, first).verified()).isFalse();
        Download third = service.start("movielens", "1m");
        assertThat(third.downloadId()).isNotEqualTo(first.downloadId());
        assertThat(ended(service, third).notModified()).isTrue();
    }

    @Test
    void shouldFetchImdbTablesIntoOneFolder() throws Exception {
        // Given
        for (String table :
                new String[] {"title.basics", "title.ratings", "title.crew", "title.principals", "name.basics"}) {
            server.offer(table + ".tsv.gz", table.getBytes(StandardCharsets.UTF_8), "\"1\"", null);
        }
        DownloadService service = service(Map.of("marquee.download.imdb-base-url", server.base() + "/"));

        // When
        Download titles = ended(service, service.start("imdb", null));
        Path people = service.fetchImdb(server.base(), true);

        // Then
        assertThat(Path.of(titles.path())).isDirectoryContaining("glob:**title.basics.tsv.gz");
        assertThat(Path.of(titles.path())).isDirectoryNotContaining("glob:**name.basics.tsv.gz");
        assertThat(people).isDirectoryContaining("glob:**name.basics.tsv.gz");
        assertThat(titles.bytes()).isEqualTo("title.basicstitle.ratings".length());
    }

    @Test
    void shouldSayWhyADownloadFailed() throws Exception {
        // Given
        DownloadService service = service(Map.of());

        // When
        Download ended = ended(service, service.start("movielens", "25m"));

        // Then
        assertThat(ended.state()).isEqualTo("failed");
        assertThat(ended.error()).isEqualTo(server.uri("ml-25m.zip") + " answers 404");
        assertThat(ended.path()).isNull();
    }

    @Test
    void shouldRefuseWhatIsNotOfferedAndAddressesThatAreNotAllowed() {
        // Given
        DownloadService service = service(Map.of());

        // When / Then
        assertThatThrownBy(() -> service.start("netflix", null))
                .isInstanceOf(ProblemException.class)
                .hasMessage("'dataset' must be movielens or imdb, got: netflix");
        assertThatThrownBy(() -> service.start("movielens", "../x")).hasMessageContaining("got: ../x");
        assertThatThrownBy(() -> service.start("imdb", null)).hasMessageContaining("set IMDB_BASE_URL");
        assertThatThrownBy(() -> service.fetchImdb(URI.create("http://169.254.169.254/latest"), false))
                .hasMessageContaining("must be on a host of marquee.download.allowed-hosts");
        assertThatThrownBy(() -> service.get("x")).hasMessage("there is no download_id x");
    }

    @Test
    void shouldDownloadFromGroupLensAndNowhereElseUnlessToldTo() {
        // When
        DownloadConfig config = config(Map.of());

        // Then
        assertThat(config.folder()).isEqualTo(Path.of(".marquee/downloads"));
        assertThat(config.movielensBaseUrl()).isEqualTo(URI.create("https://files.grouplens.org/datasets/movielens"));
        assertThat(config.imdbBaseUrl()).isEmpty();
        assertThat(config.allowedHosts()).isEmpty();
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.attempts()).isEqualTo(5);
        assertThat(config.backoff()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.maxBackoff()).isEqualTo(Duration.ofSeconds(30));
    }

    private static Download ended(DownloadService service, Download started) {
        return await().atMost(Duration.ofSeconds(10))
                .until(() -> service.get(started.downloadId()), download -> download.endedAt() != null);
    }

    private DownloadService service(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(Map.of(
                "marquee.download.folder", folder.toString(),
                "marquee.download.movielens-base-url", server.base().toString(),
                "marquee.download.backoff", "5ms"));
        all.putAll(values);
        return new DownloadService(config(all), Clock.systemUTC());
    }

    private static DownloadConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(DownloadConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(DownloadConfig.class);
    }

    private static String md5(byte[] bytes) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("MD5").digest(bytes));
    }
}
