package io.marquee.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marquee.localstack.process.CommandOutput;
import io.marquee.localstack.testing.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the script in a project folder that holds nothing but it, with stand-ins for the JDK and for Maven that say how
 * they were called.
 */
class MarqueeScriptTest {

    private static final Path SCRIPT = Path.of("../marquee").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path project;
    private Path root;
    private Path user;

    private final Map<String, String> environment = new HashMap<>();

    private record Output(int exitCode, String text) {}

    @BeforeEach
    void layOut() throws IOException {
        project = Files.createDirectories(folder.resolve("the project")).toRealPath();
        root = Files.createDirectories(folder.resolve("root"));
        user = Files.createDirectories(folder.resolve("user"));
        Files.copy(SCRIPT, project.resolve("marquee"), StandardCopyOption.COPY_ATTRIBUTES);
        program(project.resolve("mvnw"), "echo \"mvnw JAVA_HOME=$JAVA_HOME $*\"\nexit \"${FAKE_MAVEN_EXIT-0}\"");
        for (String module : List.of("local-stack", "journey", "cli")) {
            Files.createDirectories(project.resolve(module).resolve("target/lib"));
            Files.writeString(project.resolve(module).resolve("pom.xml"), "");
            Files.createDirectories(project.resolve(module).resolve("src/main"));
        }
        Files.createDirectories(project.resolve(".mvn"));
        Files.writeString(project.resolve("pom.xml"), "");
        FakeService.packageAll(project);
        Files.writeString(project.resolve("cli/target/marquee-cli.jar"), "");
        stamp(Instant.now().plusSeconds(60));
        environment.put("HOME", user.toString());
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("MARQUEE_JDK_ROOT", root.toString());
        // Whatever java the machine has must not decide these tests.
        withJavaOnPath("11.0.2");
    }

    @Test
    void shouldTakeMarqueeJavaHomeWhenItIsGiven() throws IOException {
        // Given
        environment.put("JAVA_HOME", jdk(root.resolve("a"), "25.0.1").toString());
        Path wanted = jdk(root.resolve("b c"), "26.0.1");
        environment.put("MARQUEE_JAVA_HOME", wanted.toString());
        // Then
        assertThat(run("up").text()).contains("java of " + wanted).contains("SuiteMain up");
    }

    @Test
    void shouldRefuseWhenMarqueeJavaHomeIsTooOld() throws IOException {
        // Given
        environment.put("MARQUEE_JAVA_HOME", jdk(root.resolve("a"), "17.0.2").toString());
        // When
        Output output = run("up");
        // Then
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.text()).contains("MARQUEE_JAVA_HOME=" + root.resolve("a") + " is not a JDK 25");
    }

    @Test
    void shouldTakeJavaHomeWhenItIsNewEnough() throws IOException {
        // Given
        Path wanted = jdk(root.resolve("a"), "25");
        environment.put("JAVA_HOME", wanted.toString());
        jdk(root.resolve("usr/lib/jvm/other"), "25.0.1");
        // Then
        assertThat(run("up").text()).contains("java of " + wanted);
    }

    @Test
    void shouldTakeJavaOfThePathWhenJavaHomeIsTooOld() throws IOException {
        // Given
        environment.put("JAVA_HOME", jdk(root.resolve("old"), "21.0.3").toString());
        Path wanted = withJavaOnPath("25.0.1");
        // Then
        assertThat(run("up").text()).contains("java of " + wanted);
    }

    @Test
    void shouldFindEachUsualPlaceWhenNothingIsSet() throws IOException {
        List<Path> places = List.of(
                root.resolve("usr/lib/jvm/temurin 25"),
                root.resolve("Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home"),
                root.resolve("opt/homebrew/opt/openjdk@25"),
                root.resolve("opt/java/openjdk"),
                user.resolve(".sdkman/candidates/java/25-tem"),
                user.resolve(".jdks/temurin-25"));
        jdk(root.resolve("usr/lib/jvm/java-17"), "17.0.1");
        for (Path place : places) {
            // Given
            jdk(place, "25.0.1");
            // Then
            assertThat(run("up").text()).contains("java of " + place + "\n");
            Files.delete(place.resolve("bin/javac"));
        }
    }

    @Test
    void shouldSayWhatToInstallWhenThereIsNoJdk() throws IOException {
        // Given
        jdk(root.resolve("usr/lib/jvm/java-17"), "17.0.1");
        Files.delete(jdk(root.resolve("usr/lib/jvm/jre-25"), "25.0.1").resolve("bin/javac"));
        // When
        Output output = run("up");
        // Then
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.text())
                .contains("needs a JDK 25 or newer and found none")
                .contains("java-17 (17)")
                .contains("jre-25 (no compiler)")
                .contains("apt install openjdk-25-jdk")
                .contains("brew install openjdk@25")
                .contains("sdk install java 25");
    }

    @Test
    void shouldReadReleaseFromJavaItselfWhenThereIsNoReleaseFile() throws IOException {
        // Given
        Path wanted = jdk(root.resolve("opt/jdk-25"), "25.0.1");
        Files.delete(wanted.resolve("release"));
        // Then
        assertThat(run("up").text()).contains("java of " + wanted);
    }

    @Test
    void shouldNotBuildWhenPackagesAreNewer() throws IOException {
        // Given
        withJavaOnPath("25");
        // Then
        assertThat(run("up").text()).doesNotContain("Building Marquee");
    }

    @Test
    void shouldBuildOnceWhenASourceIsNewer() throws IOException {
        // Given
        Path jdk = withJavaOnPath("25");
        stamp(Instant.now().minusSeconds(60));
        // When
        Output first = run("up");
        Output second = run("up");
        // Then
        assertThat(first.text()).contains("Building Marquee (sources are newer than the packages)");
        assertThat(Files.readString(project.resolve("target/build.log")))
                .isEqualTo("mvnw JAVA_HOME=" + jdk + " -B -ntp -DskipTests package\n");
        assertThat(second.text()).doesNotContain("Building Marquee");
    }

    @Test
    void shouldBuildWhenAPackageIsMissing() throws IOException {
        // Given
        withJavaOnPath("25");
        Files.delete(project.resolve("nervous-service/target/quarkus-app/quarkus-run.jar"));
        // Then
        assertThat(run("up").text()).contains("Building Marquee (there are no packages yet");
    }

    @Test
    void shouldStartNothingAndBuildAgainNextTimeWhenTheBuildFails() throws IOException {
        // Given
        withJavaOnPath("25");
        stamp(Instant.now().minusSeconds(60));
        environment.put("FAKE_MAVEN_EXIT", "1");
        // When
        Output first = run("up");
        Output second = run("up");
        // Then
        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.text())
                .contains("the build failed; all it said is in " + project.resolve("target/build.log"))
                .doesNotContain("SuiteMain");
        assertThat(second.text()).contains("Building Marquee");
    }

    @Test
    void shouldFindItsProjectWhenCalledThroughALinkFromElsewhere() throws IOException {
        // Given
        withJavaOnPath("25");
        Path links = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(links.resolve("first"), project.resolve("marquee"));
        Files.createSymbolicLink(links.resolve("second"), Path.of("first"));
        // When
        Output output = run(links.resolve("second"), "status");
        // Then
        assertThat(output.text()).contains("home " + project + "\n").contains("SuiteMain status");
    }

    @Test
    void shouldHandOnArgumentsOneByOneWhenTheyHoldBlanks() throws IOException {
        // Given
        withJavaOnPath("25");
        // Then
        assertThat(run("demo", "--data", "my data", "--exit").text())
                .contains("io.marquee.journey.demo.Demo --data 'my data' --exit".replace("'", "|"));
    }

    @Test
    void shouldHandPipelineVerbsToTheCommandLine() throws IOException {
        // Given
        withJavaOnPath("25");
        environment.put("FAKE_JAVA_EXIT", "3");
        // When
        Output output = run("data", "show", "two words");
        // Then
        assertThat(output.exitCode()).isEqualTo(3);
        assertThat(output.text())
                .contains("cli/target/marquee-cli.jar:")
                .contains("io.marquee.cli.MarqueeCli data show |two words|")
                .doesNotContain("Building Marquee");
        assertThat(run("ingest", "movielens").text()).contains("io.marquee.cli.MarqueeCli ingest movielens");
    }

    @Test
    void shouldBuildNoMoreThanTheCommandLineForAPipelineVerb() throws IOException {
        // Given
        Path jdk = withJavaOnPath("25");
        Files.delete(project.resolve("cli/target/marquee-cli.jar"));
        // When
        Output output = run("data", "list");
        // Then
        assertThat(output.text()).contains("Building Marquee (there is no command line yet");
        assertThat(Files.readString(project.resolve("target/build.log")))
                .isEqualTo("mvnw JAVA_HOME=" + jdk + " -B -ntp -DskipTests -pl cli package\n");
    }

    @Test
    void shouldBuildTheCommandLineOnceWhenItHasChanged() throws IOException {
        // Given
        withJavaOnPath("25");
        Files.setLastModifiedTime(
                project.resolve("cli/target/marquee-cli.jar"),
                FileTime.from(Instant.now().minusSeconds(60)));
        // When
        Output first = run("data", "list");
        Output second = run("data", "list");
        // Then
        assertThat(first.text()).contains("Building Marquee (the command line has changed)");
        assertThat(second.text()).doesNotContain("Building Marquee");
    }

    @Test
    void shouldEndWithTheDemosExitCodeWhenItFails() throws IOException {
        // Given
        withJavaOnPath("25");
        environment.put("FAKE_JAVA_EXIT", "7");
        // Then
        assertThat(run("demo").exitCode()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void shouldStopTheSuiteWhenTheDemoIsInterrupted(String signal, int exitCode) throws Exception {
        // Given
        assumeThat(Signals.canBeCaught(signal))
                .as("SIG%s is not ignored, as it is in what a shell runs in the background", signal)
                .isTrue();
        withJavaOnPath("25");
        environment.put("FAKE_JAVA_SECONDS", "30");
        Process demo = process(project.resolve("marquee"), "demo").start();
        try (var lines = demo.inputReader()) {
            while (!lines.readLine().contains("demo.Demo")) {
                assertThat(demo.isAlive()).isTrue();
            }
            // When
            CommandOutput.of("sh", "-c", "kill -" + signal + " " + demo.pid());
            String rest = String.join("\n", lines.lines().toList());
            // Then
            assertThat(demo.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).isEqualTo(exitCode);
            assertThat(rest).contains("SuiteMain down");
        }
    }

    @Test
    void shouldRunMavenVerifyWhenAskedToTest() throws IOException {
        // Given
        Path jdk = withJavaOnPath("25");
        // Then
        assertThat(run("test", "-pl", "common-model").text())
                .contains("mvnw JAVA_HOME=" + jdk + " verify -pl common-model");
    }

    @Test
    void shouldNeedNoJdkWhenNothingWasEverBuilt() throws IOException {
        // Given
        Files.delete(project.resolve("local-stack/target/lib"));
        // When
        Output down = run("down");
        // Then
        assertThat(down).isEqualTo(new Output(0, "Nothing is running: ./marquee up starts the suite.\n"));
    }

    @Test
    void shouldShowHelpAndFailWhenVerbIsUnknown() throws IOException {
        // When
        Output output = run("fly");
        // Then
        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(output.text()).contains("unknown verb \"fly\"").contains("./marquee runs Marquee");
        assertThat(run("help").exitCode()).isZero();
        assertThat(run().text()).isEqualTo(run("help").text());
    }

    @Test
    void shouldPassShellcheckWhenThatIsInstalled() {
        // Given
        assumeTrue(CommandOutput.of("shellcheck", "--version").succeeded(), "shellcheck is not installed");
        // Then
        assertThat(CommandOutput.of("shellcheck", SCRIPT.toString()).text()).isEmpty();
    }

    private Output run(String... arguments) throws IOException {
        return run(project.resolve("marquee"), arguments);
    }

    private Output run(Path script, String... arguments) throws IOException {
        Process process = process(script, arguments).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Output(process.waitFor(), text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder process(Path script, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private Path withJavaOnPath(String version) throws IOException {
        Path jdk = jdk(root.resolve("on-path"), version);
        environment.put("PATH", jdk.resolve("bin") + ":/usr/bin:/bin");
        return jdk;
    }

    /** A JDK whose java says its version when asked for it and otherwise how it was called. */
    private static Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/javac"), "");
        program(home.resolve("bin/java"), """
                case $1 in
                    -version) echo 'openjdk version "%1$s" 2025-09-16' >&2; exit 0 ;;
                    -XshowSettings*) echo "    java.home = %2$s" >&2; exit 0 ;;
                esac
                echo "java of %2$s"
                echo "home $MARQUEE_HOME"
                for word; do
                    case $word in *' '*) printf '|%%s| ' "$word" ;; *) printf '%%s ' "$word" ;; esac
                done
                echo
                case $* in *demo.Demo*) [ -z "${FAKE_JAVA_SECONDS-}" ] || exec sleep "$FAKE_JAVA_SECONDS" ;; esac
                exit "${FAKE_JAVA_EXIT-0}"
                """.formatted(version, home));
        return home;
    }

    private static void program(Path path, String code) throws IOException {
        Files.writeString(path, "#!/bin/sh\n" + code + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void stamp(Instant time) throws IOException {
        Path stamp = Files.createDirectories(project.resolve("target")).resolve("packages.stamp");
        Files.writeString(stamp, "");
        Files.setLastModifiedTime(stamp, FileTime.from(time));
    }
}
