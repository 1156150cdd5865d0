package io.marquee.workhorse.ingestion.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.download.FaultyServer.Fault;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDownloadTest {

    private static final String OLD = "Wed, 21 Oct 2015 07:28:00 GMT";
    private static final String NEW = "Thu, 22 Oct 2015 07:28:00 GMT";

    @TempDir
    Path folder;

    private FaultyServer server;
    private byte[] content;

    @BeforeEach
    void start() throws IOException {
        server = FaultyServer.start();
        content = bytes(1, 300_000);
        server.offer("a.zip", content, "\"v1\"", OLD);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void shouldFetchAgainOnlyWhatHasChanged() throws Exception {
        // Given
        FileDownload.Fetched first = fetch("a.zip");

        // When
        FileDownload.Fetched second = fetch("a.zip");
        byte[] changed = bytes(2, 1000);
        server.offer("a.zip", changed, "\"v2\"", NEW);
        FileDownload.Fetched third = fetch("a.zip");

        // Then
        assertThat(first.notModified()).isFalse();
        assertThat(second).isEqualTo(new FileDownload.Fetched(folder.resolve("a.zip"), 300_000, null, true));
        assertThat(third.notModified()).isFalse();
        assertThat(folder.resolve("a.zip")).hasBinaryContent(changed);
        assertThat(server.requests()).containsExactly("a.zip", "a.zip if changed", "a.zip if changed");
    }

    @Test
    void shouldGoOnWhereAConnectionWasCutOrReset() throws Exception {
        // Given
        server.fail(
                "a.zip", new Fault.Cut(100_000), new Fault.Reset(50_000), new Fault.Cut(0), new Fault.Stall(10_000));
        DownloadProgress progress = new DownloadProgress(System.nanoTime());

        // When
        FileDownload.Fetched fetched = download(5).fetch(file("a.zip"), progress);

        // Then
        assertThat(fetched.bytes()).isEqualTo(300_000);
        assertThat(folder.resolve("a.zip")).hasBinaryContent(content);
        assertThat(server.requests())
                .containsExactly(
                        "a.zip",
                        "a.zip bytes=100000-",
                        "a.zip bytes=150000-",
                        "a.zip bytes=150000-",
                        "a.zip bytes=160000-");
        assertThat(progress.bytes()).isEqualTo(300_000);
        assertThat(progress.total()).isEqualTo(300_000);
        assertThat(progress.bytesPerSecond()).isPositive();
        assertThat(names()).containsExactlyInAnyOrder("a.zip", "a.zip.properties", "a.zip.lock");
    }

    @Test
    void shouldStartAnewWhenTheFileChangesInBetween() throws Exception {
        // Given
        byte[] changed = bytes(2, 200_000);
        server.fail(
                "a.zip", new Fault.Then(new Fault.Cut(100_000), () -> server.offer("a.zip", changed, "\"v2\"", NEW)));

        // When
        fetch("a.zip");

        // Then
        assertThat(folder.resolve("a.zip")).hasBinaryContent(changed);
        assertThat(server.requests()).containsExactly("a.zip", "a.zip bytes=100000-");
    }

    @Test
    void shouldNotMixVersionsOfAServerThatIgnoresTheCondition() throws Exception {
        // Given
        byte[] changed = bytes(2, 200_000);
        server.fail(
                "a.zip",
                new Fault.Then(new Fault.Cut(100_000), () -> server.offer("a.zip", changed, "\"v2\"", NEW)),
                new Fault.IgnoreIfRange());

        // When
        fetch("a.zip");

        // Then
        assertThat(folder.resolve("a.zip")).hasBinaryContent(changed);
        assertThat(server.requests()).containsExactly("a.zip", "a.zip bytes=100000-", "a.zip");
    }

    @Test
    void shouldTakeTheWholeFileFromAServerThatIgnoresRanges() throws Exception {
        // Given
        server.fail("a.zip", new Fault.Cut(100_000), new Fault.IgnoreRange());

        // When
        fetch("a.zip");

        // Then
        assertThat(folder.resolve("a.zip")).hasBinaryContent(content);
        assertThat(server.requests()).containsExactly("a.zip", "a.zip bytes=100000-");
    }

    @Test
    void shouldStartAnewWhenAnotherPartComesThanAskedFor() throws Exception {
        // Given
        server.fail("a.zip", new Fault.Cut(100_000), new Fault.WrongPart());

        // When
        fetch("a.zip");

        // Then
        assertThat(folder.resolve("a.zip")).hasBinaryContent(content);
    }

    @Test
    void shouldNotResumeWithoutKnowingTheVersion() throws Exception {
        // Given
        server.offer("a.zip", content, null, null).offer("weak.zip", content, "W/\"1\"", null);
        server.fail("a.zip", new Fault.Cut(100_000));
        server.fail("weak.zip", new Fault.Cut(100_000));

        // When
        fetch("a.zip");
        fetch("weak.zip");

        // Then
        assertThat(folder.resolve("a.zip")).hasBinaryContent(content);
        assertThat(server.requests()).containsExactly("a.zip", "a.zip", "weak.zip", "weak.zip");
    }

    @Test
    void shouldVerifyThePublishedChecksum() throws Exception {
        // Given
        server.offer(
                "a.zip.md5", ("MD5 (a.zip) = " + md5(content) + "\n").getBytes(StandardCharsets.US_ASCII), null, null);

        // When
        FileDownload.Fetched fetched = fetch("a.zip", "a.zip.md5");
        FileDownload.Fetched again = fetch("a.zip", "a.zip.md5");

        // Then
        assertThat(fetched.md5()).isEqualTo(md5(content));
        assertThat(again).isEqualTo(new FileDownload.Fetched(folder.resolve("a.zip"), 300_000, md5(content), true));
    }

    @Test
    void shouldDeleteWhatHasAnotherChecksum() throws Exception {
        // Given
        server.offer("a.zip.md5", (md5(bytes(9, 5)) + "  a.zip").getBytes(StandardCharsets.US_ASCII), null, null);

        // When / Then
        assertThatThrownBy(() -> fetch("a.zip", "a.zip.md5"))
                .isInstanceOf(ProblemException.class)
                .hasMessage(server.uri("a.zip") + " has the checksum " + md5(content) + ", its publisher says "
                        + md5(bytes(9, 5)));
        assertThat(names()).containsExactly("a.zip.lock");
        assertThat(server.requests()).containsExactly("a.zip.md5", "a.zip", "a.zip");
    }

    @Test
    void shouldTakeAFileWhoseChecksumIsNotPublished() throws Exception {
        // When
        FileDownload.Fetched fetched = fetch("a.zip", "a.zip.md5");

        // Then
        assertThat(fetched.md5()).isNull();
        assertThat(folder.resolve("a.zip")).hasBinaryContent(content);
    }

    @Test
    void shouldRefuseAChecksumFileWithoutAChecksum() {
        // Given
        server.offer("a.zip.md5", "<html>moved</html>".getBytes(StandardCharsets.US_ASCII), null, null);

        // When / Then
        assertThatThrownBy(() -> fetch("a.zip", "a.zip.md5")).hasMessageContaining("holds no MD5");
    }

    @Test
    void shouldWaitAsLongAsTheServerAsks() throws Exception {
        // Given
        server.fail("a.zip", new Fault.Status(429, "Retry-After: 1"), new Fault.Status(503, "X: y"));
        long start = System.nanoTime();

        // When
        fetch("a.zip");

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(folder.resolve("a.zip")).hasBinaryContent(content);
    }

    @Test
    void shouldGiveUpAfterAttemptsThatBringNothingAndKeepWhatItHas() {
        // Given
        server.fail("a.zip", new Fault.Cut(1000), new Fault.Cut(0), new Fault.Reset(0), new Fault.Status(500, "X: y"));

        // When / Then
        assertThatThrownBy(() -> download(3).fetch(file("a.zip"), new DownloadProgress(0)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UPSTREAM_FAILED))
                .hasMessageContaining("3 attempts in a row failed");
        assertThat(folder.resolve("a.zip")).doesNotExist();
        assertThat(folder.resolve("a.zip.part")).hasSize(1000);
    }

    @Test
    void shouldFailAtOnceWhenTheFileIsNotThere() {
        // When / Then
        assertThatThrownBy(() -> fetch("b.zip")).hasMessage(server.uri("b.zip") + " answers 404");
        assertThat(server.requests()).containsExactly("b.zip");
    }

    @Test
    void shouldFollowRedirectsOnlyToHostsThatAreAllowed() throws Exception {
        // Given
        server.fail("b.zip", new Fault.Status(302, "Location: a.zip"));
        server.fail("c.zip", new Fault.Status(302, "Location: http://localhost:1/x"));
        server.fail("d.zip", new Fault.Status(302, "Location: file:///etc/passwd"));

        // When
        fetch("b.zip");

        // Then
        assertThat(folder.resolve("b.zip")).hasBinaryContent(content);
        assertThatThrownBy(() -> fetch("c.zip")).hasMessage("downloads from http://localhost are not allowed");
        assertThatThrownBy(() -> fetch("d.zip")).hasMessage("downloads from file://null are not allowed");
    }

    @Test
    void shouldGoOnAfterTheProcessWasKilled() throws Exception {
        // Given
        server.fail("a.zip", new Fault.Slow(20));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path")
                                + File.pathSeparator
                                + System.getProperty("surefire.test.class.path", ""),
                        FileDownloadTest.class.getName(),
                        server.uri("a.zip").toString(),
                        folder.resolve("a.zip").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(30)).until(() -> size(folder.resolve("a.zip.part")) > 20_000);

        // When
        process.destroyForcibly().waitFor();
        long left = size(folder.resolve("a.zip.part"));
        assertThat(folder.resolve("a.zip")).doesNotExist();
        fetch("a.zip");

        // Then
        assertThat(left).isBetween(20_001L, 299_999L);
        assertThat(folder.resolve("a.zip")).hasBinaryContent(content);
        assertThat(server.requests()).containsExactly("a.zip", "a.zip bytes=" + left + "-");
    }

    @Test
    void shouldDoubleItsPatienceUpToALimit() {
        // Given
        RetryPolicy policy = new RetryPolicy(4, Duration.ofMillis(100), Duration.ofMillis(300));
        Random random = new Random(1);

        // When / Then
        assertThat(policy.pause(1, Optional.empty(), random).orElseThrow())
                .isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(policy.pause(3, Optional.empty(), random).orElseThrow())
                .isBetween(Duration.ofMillis(150), Duration.ofMillis(300));
        assertThat(policy.pause(4, Optional.empty(), random)).isEmpty();
        assertThat(policy.pause(1, Optional.of(Duration.ofSeconds(7)), random)).contains(Duration.ofSeconds(7));
        assertThat(policy.pause(1, Optional.of(Duration.ofHours(1)), random)).isEmpty();
    }

    /** The process that is killed. */
    public static void main(String[] arguments) throws IOException {
        download(5)
                .fetch(
                        new RemoteFile(java.net.URI.create(arguments[0]), Path.of(arguments[1]), null),
                        new DownloadProgress(System.nanoTime()));
    }

    private FileDownload.Fetched fetch(String name) throws IOException {
        return download(5).fetch(file(name), new DownloadProgress(System.nanoTime()));
    }

    private FileDownload.Fetched fetch(String name, String checksum) throws IOException {
        return download(5)
                .fetch(
                        new RemoteFile(server.uri(name), folder.resolve(name), server.uri(checksum)),
                        new DownloadProgress(System.nanoTime()));
    }

    private RemoteFile file(String name) {
        return new RemoteFile(server.uri(name), folder.resolve(name), null);
    }

    private static FileDownload download(int attempts) {
        return new FileDownload(
                new HttpGet.Settings(Duration.ofSeconds(2), Duration.ofMillis(500), Set.of("127.0.0.1")),
                new RetryPolicy(attempts, Duration.ofMillis(5), Duration.ofMillis(20)),
                Clock.systemUTC(),
                new Random(1));
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String md5(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }
}
