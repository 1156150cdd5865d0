package io.marquee.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.suite.Suite;
import io.marquee.localstack.suite.SuiteProgress;
import io.marquee.localstack.suite.SuiteSettings;
import io.marquee.localstack.testing.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The pipeline verbs as people type them: the script itself, in a process of its own, against a packaged suite. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CliJourneyIT {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path STATE = Path.of("target", "cli-state").toAbsolutePath();
    private static final Path DATA = STATE.resolve("data");
    private static final int MOVIES = 40;
    private static final String HEADER =
            "movie_id,title,year,genres,director,runtime_minutes,vote_average,vote_count,imdb_id,tmdb_id,popularity";

    private static Suite suite;

    /** What a command did. */
    private record Run(int code, String out, String err) {

        JsonNode json() throws IOException {
            return new JsonMapper().readTree(out);
        }
    }

    @BeforeAll
    static void bringUp() throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("MARQUEE_PORTS", "random");
        suite = new Suite(new SuiteSettings(HOME, STATE, environment));
        // An earlier run may have been killed.
        suite.down(SuiteProgress.SILENT);
        FileTree.delete(STATE);
        writeData();
        suite.up(SuiteProgress.SILENT);
    }

    @AfterAll
    static void takeDown() {
        suite.down(SuiteProgress.SILENT);
    }

    @Test
    @Order(1)
    void shouldCheckAFolderWithoutLoadingIt() throws Exception {
        Run checked = marquee("ingest", "standard", DATA.toString(), "--dry-run");

        assertThat(checked.err()).isEmpty();
        assertThat(checked.code()).isZero();
        assertThat(checked.out())
                .contains(": 40 movies and 39 ratings would be loaded, read in ")
                .containsPattern("\nmovies +40 +40 +0\nratings +40 +39 +1\n");
        assertThat(rows("movies")).isZero();
    }

    @Test
    @Order(2)
    void shouldLoadAFolderAndShowWhatCameOfIt() throws Exception {
        Run loaded = marquee("ingest", "standard", DATA.toString());

        assertThat(loaded.code()).isZero();
        assertThat(loaded.out())
                .contains(": 40 movies and 39 ratings loaded in ")
                .contains("quality: ")
                .contains("./marquee data quarantine list --ingestion ");
        Run list = marquee("data", "list");
        assertThat(list.out())
                .containsPattern("table +rows  last changed\n")
                .containsPattern("\nmovies +40  20\\d\\d-")
                .containsPattern("\nratings +39  20\\d\\d-");
        Run columns = marquee("data", "show", "movies");
        assertThat(columns.out())
                .startsWith("movies: 40 rows, ")
                .containsPattern("\nvote_average +float8 +- +4 +6 +7.5 +9  \\S");
        Run refused = marquee("data", "quarantine", "list");
        assertThat(refused.out()).contains("ratings.csv").contains("'rating'").contains("11");
        String id = marquee("data", "ingestions", "--limit", "1", "--json")
                .json()
                .path("ingestions")
                .get(0)
                .path("ingestion_id")
                .asText();
        assertThat(marquee("data", "ingestions", id).out()).contains(id).containsPattern("\nratings +40 +39 +1\n");
        assertThat(marquee("data", "quality", id, "--all").out()).contains("standard load " + id + ", quality: ");
    }

    @Test
    @Order(3)
    void shouldGoBackToASnapshot() throws Exception {
        assertThat(marquee("data", "snapshot", "create", "before", "--note", "all is well")
                        .out())
                .contains("snapshot before: ")
                .containsPattern("\nmovies +40 ");
        Path more = Files.createDirectories(STATE.resolve("more"));
        Files.writeString(more.resolve("movies.csv"), HEADER + "\n900,Another,2001,Drama,,,,,,,\n");
        assertThat(marquee("ingest", "standard", more.toString()).code()).isZero();
        assertThat(rows("movies")).isEqualTo(MOVIES + 1);

        Run restored = marquee("data", "snapshot", "restore", "before");

        assertThat(restored.code()).isZero();
        assertThat(restored.out()).contains("the catalogue is that of before again");
        assertThat(rows("movies")).isEqualTo(MOVIES);
        assertThat(marquee("data", "snapshot", "list").out()).contains("before").contains("all is well");
    }

    @Test
    @Order(4)
    void shouldSendSimulatedWatchingsAsEvents() throws Exception {
        Path out = STATE.resolve("simulated");

        Run simulated = marquee("data", "simulate", "--users", "20", "--out", out.toString(), "--events", "--json");

        assertThat(simulated.code()).isZero();
        JsonNode result = simulated.json();
        int watchings = result.path("watchings").asInt();
        assertThat(watchings).isPositive().isEqualTo(result.path("events_sent").asInt());
        assertThat(Files.readAllLines(out.resolve("watch_log.csv"))).hasSize(watchings + 1);
        assertThat(out.resolve("watch_log.png")).isNotEmptyFile();
        await().atMost(Duration.ofSeconds(20)).until(() -> rows("interactions") == watchings);
    }

    @Test
    @Order(5)
    void shouldWalkThroughTheFeatureStore() throws Exception {
        Run built = marquee("features", "build");
        assertThat(built.err()).isEmpty();
        assertThat(built.out())
                .startsWith("✓ built ")
                .containsPattern("\nlabels +1 +39\n")
                .containsPattern("\nmovie_metadata +1 +40\n")
                .endsWith("\nnext: ./marquee features materialize\n");
        assertThat(marquee("features", "materialize").out())
                .startsWith("✓ online: ")
                .containsPattern("\nmovie_metadata +40 +0\n")
                .containsPattern("\nuser_behaviour +7 +0\n");
        assertThat(marquee("features", "list").out())
                .containsPattern("\nmovie_metadata +1  movie_id +\\d+ +40  20\\d\\d-\\S+ \\S+ +40  20\\d\\d-");
        assertThat(marquee("features", "show", "movie_metadata").out())
                .startsWith("movie_metadata version 1, of movie_id, owned by data\n")
                .containsPattern("\nyear +INT64 +1870 to 2100  ");
        assertThat(marquee("features", "get", "movie_metadata:title", "movie_id=1,999")
                        .out()
                        .lines()
                        .skip(2))
                .satisfiesExactly(
                        known -> assertThat(known).startsWith("movie_id=1    movie_metadata:title  Film 1  "),
                        unknown -> assertThat(unknown).startsWith("movie_id=999  movie_metadata:title  no row"));
        assertThat(marquee("features", "stats", "user_behaviour").out())
                .containsPattern("\noffline  \\d+ rows of ~7 entities; newest row ")
                .contains("\nonline   all 7 entities drawn have a row; ")
                .containsPattern("\nrating_mean +- +~\\d+ +4 +4 +4 +4 ");
        assertThat(marquee("features", "skew").out())
                .startsWith("! nothing to compare: no kept prediction is covered by the offline rows");
        Run unknown = marquee("features", "show", "user_behavior");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).isEqualTo("marquee: there is no feature view user_behavior\n");
    }

    @Test
    @Order(6)
    void shouldSayWhatToDoWhenSomethingIsWrong() throws Exception {
        Run nowhere = marquee("ingest", "movielens", "/no/such/folder");
        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.out()).isEmpty();
        assertThat(nowhere.err()).startsWith("marquee: ").contains("/no/such/folder");

        Run misspelt = marquee("data", "snapshots");
        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err()).contains("'snapshots'").contains("See ./marquee data --help");

        Run alone = marquee(Map.of("MARQUEE_STATE", STATE.resolve("nothing").toString()), "data", "list");
        assertThat(alone.code()).isEqualTo(3);
        assertThat(alone.err()).contains("workhorse does not run here: ./marquee up starts it");
    }

    @Test
    @Order(7)
    void shouldSayWhereTheJobGoesOnWhenItIsInterrupted() throws Exception {
        // Given
        assumeThat(Signals.canBeCaught("INT"))
                .as("SIGINT is not ignored, as it is in what a shell runs in the background")
                .isTrue();
        AtomicInteger looks = new AtomicInteger();
        HttpServer endless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endless.createContext("/", exchange -> {
            looks.incrementAndGet();
            byte[] body = "{\"ingestion_id\":\"i1\",\"state\":\"running\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        endless.start();
        try {
            Process process = process(
                            Map.of(
                                    "WORKHORSE_URL",
                                    "http://localhost:" + endless.getAddress().getPort()),
                            "ingest",
                            "movielens",
                            "/data")
                    .start();
            await().atMost(Duration.ofSeconds(20)).until(() -> looks.get() > 2);
            // When
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            // Then
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("The job goes on without you. Look at it: ./marquee data ingestions i1");
        } finally {
            endless.stop(0);
        }
    }

    private static long rows(String table) throws IOException, InterruptedException {
        for (JsonNode dataset : marquee("data", "list", "--json").json().path("datasets")) {
            if (dataset.path("name").asText().equals(table)) {
                return dataset.path("rows").asLong();
            }
        }
        throw new AssertionError("there is no table " + table);
    }

    private static Run marquee(String... arguments) throws IOException, InterruptedException {
        return marquee(Map.of(), arguments);
    }

    private static Run marquee(Map<String, String> more, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(STATE, "out", ".txt");
        Path err = Files.createTempFile(STATE, "err", ".txt");
        Process process = process(more, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(List.of(arguments).toString())
                .isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static ProcessBuilder process(Map<String, String> more, String... arguments) {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("marquee").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MARQUEE_STATE", STATE.toString());
        builder.environment().put("MARQUEE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("WORKHORSE_URL");
        builder.environment().remove("CONTROLTOWER_URL");
        builder.environment().putAll(more);
        return builder;
    }

    /** Forty movies with votes from 6 to 9, and a rating of each, one of which is off the scale. */
    private static void writeData() throws IOException {
        Files.createDirectories(DATA);
        List<String> movies = new ArrayList<>(List.of(HEADER));
        List<String> ratings = new ArrayList<>(List.of("user_id,movie_id,rating,rated_at"));
        for (int id = 1; id <= MOVIES; id++) {
            movies.add(id + ",Film " + id + "," + (1980 + id % 40) + ",Drama|Comedy,,," + (6 + id % 4) + ",,,," + id
                    + ".5");
            ratings.add(1 + id % 7 + "," + id + "," + (id == MOVIES ? "11" : "4") + "," + (1_500_000_000 + id));
        }
        Files.write(DATA.resolve("movies.csv"), movies);
        Files.write(DATA.resolve("ratings.csv"), ratings);
    }
}
