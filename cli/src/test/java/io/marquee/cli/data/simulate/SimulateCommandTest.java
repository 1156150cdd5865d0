package io.marquee.cli.data.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

    private static final String EVENTS = "POST /api/v1/events/user-interaction";

    @TempDir
    private Path folder;

    private final StubService suite = new StubService();
    private final TestSession session =
            new TestSession(Map.of("WORKHORSE_URL", suite.url(), "CONTROLTOWER_URL", suite.url()));

    @AfterEach
    void stop() {
        suite.close();
    }

    @Test
    void shouldSimulateTheMoviesOfTheCatalogue() throws IOException {
        // Given
        String page = IntStream.rangeClosed(1, 500)
                .mapToObj(id -> movie(id, id % 2 == 0 ? "null" : "8.0"))
                .collect(Collectors.joining(",", "{\"movies\":[", "]}"));
        suite.answer("GET /api/v1/movies?limit=500&after=-9223372036854775808", 200, page)
                .answer("GET /api/v1/movies?limit=500&after=500", 200, "{\"movies\":[" + movie(777, "10") + "]}");
        // When
        int code = session.run("data", "simulate", "--users", "50", "--seed", "7", "--out", folder.toString());
        // Then
        assertThat(session.err()).isEmpty();
        assertThat(code).isZero();
        List<String> rows = Files.readAllLines(folder.resolve("watch_log.csv"));
        assertThat(rows.getFirst()).isEqualTo("user_id,content_id,watch_seconds,rating,popularity");
        assertThat(rows.stream().skip(1).map(row -> Integer.parseInt(row.split(",")[1])))
                .contains(777)
                .allMatch(id -> id % 2 == 1);
        assertThat(session.out())
                .startsWith("✓ " + (rows.size() - 1) + " watchings of ")
                .contains(" of 251 movies by ")
                .contains(" of 50 users, seed 7\n")
                .endsWith("\nnext: ./marquee data simulate --events\n");
        assertThat(folder.resolve("watch_log.png")).isNotEmptyFile();
    }

    @Test
    void shouldSendEachWatchingAsAViewWithADurationOnce() throws IOException {
        // Given
        Path movies = movies("movie_id,vote_average,popularity", "5,8.5,12.5", "6,,", "7,7,");
        suite.answer("GET /api/v1/movies?ids=5,7", 200, "{\"movies\":[" + movie(7, "7") + "," + movie(5, "8.5") + "]}")
                .answer(EVENTS, 202, "{}");
        String[] command = {
            "data", "simulate", "--users", "3", "--movies", movies.toString(), "--out", folder.toString(), "--events"
        };
        // When
        int code = session.run(command);
        List<JsonNode> first = events();
        suite.requests().clear();
        session.run(command);
        // Then
        assertThat(code).isZero();
        List<String> log = Files.readAllLines(folder.resolve("watch_log.csv"));
        assertThat(first).hasSize(log.size() - 1).allSatisfy(event -> {
            assertThat(event.path("interaction_type").asText()).isEqualTo("view");
            assertThat(event.has("rating")).isFalse();
        });
        assertThat(first.stream()
                        .map(event -> event.path("user_id") + "," + event.path("movie_id") + ","
                                + event.path("duration_seconds")))
                .containsExactlyInAnyOrderElementsOf(log.stream()
                        .skip(1)
                        .map(row -> row.split(","))
                        .map(cells -> cells[0] + "," + cells[1] + "," + cells[2])
                        .toList());
        assertThat(ids(events())).isEqualTo(ids(first)).hasSize(first.size());
    }

    @Test
    void shouldSendNothingWhenTheCatalogueDoesNotKnowAMovie() throws IOException {
        // Given
        Path movies = movies("movie_id,vote_average", "5,8.5", "8,7", "9,7");
        suite.answer("GET /api/v1/movies?ids=5,8,9", 200, "{\"movies\":[" + movie(5, "8.5") + "]}");
        // When
        int code =
                session.run("data", "simulate", "--movies", movies.toString(), "--out", folder.toString(), "--events");
        // Then
        assertThat(code).isEqualTo(1);
        assertThat(session.err())
                .isEqualTo("marquee: 2 of 3 movies are not in the catalogue: 8, 9. No event was sent. Load them first"
                        + " (./marquee ingest standard DIR), or leave --events out.\n");
        assertThat(suite.requests()).hasSize(1);
    }

    @Test
    void shouldWaitWhenTheGatewayHasNoRoomAndSayHowManyWereSentWhenItFails() throws IOException {
        // Given
        Path movies = movies("movie_id,vote_average", "5,8.5");
        suite.answer("GET /api/v1/movies?ids=5", 200, "{\"movies\":[" + movie(5, "8.5") + "]}")
                .answer(EVENTS, 202, "{}")
                .answer(EVENTS, 503, "{\"detail\":\"no room\"}")
                .answer(EVENTS, 202, "{}")
                .answer(EVENTS, 400, "{\"detail\":\"'user_id' is not liked\"}");
        // When
        int code = session.run(
                "data",
                "simulate",
                "--movies",
                movies.toString(),
                "--out",
                folder.toString(),
                "--users",
                "1",
                "--max-select",
                "20",
                "--seed",
                "1",
                "--events");
        // Then
        assertThat(code).isEqualTo(1);
        assertThat(session.err())
                .matches("marquee: 2 of \\d+ events were sent, then: 'user_id' is not liked\\."
                        + " The same command again sends the rest; what was sent counts once\\.\n");
    }

    @Test
    void shouldSayWhatIsWrongWithTheMovies() throws IOException {
        assertThat(session.run("data", "simulate", "--movies", "/no/such.csv")).isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: --movies /no/such.csv cannot be read\n");

        Path bad = movies("movie_id,vote_average", "5,8.5", "6,11");
        assertThat(session.run("data", "simulate", "--movies", bad.toString())).isEqualTo(1);
        assertThat(session.err())
                .isEqualTo("marquee: " + bad + ", line 3: movie 6: vote average must be 0 to 10, got: 11.0\n");

        Path other = movies("id,vote_average", "5,8.5");
        assertThat(session.run("data", "simulate", "--movies", other.toString()))
                .isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: " + other + " has no column movie_id; it has id, vote_average\n");

        Path none = movies("movie_id,vote_average", "5,");
        assertThat(session.run("data", "simulate", "--movies", none.toString())).isEqualTo(1);
        assertThat(session.err()).startsWith("marquee: no movie of " + none + " has a vote average");

        assertThat(session.run("data", "simulate", "--users", "0")).isEqualTo(2);
        assertThat(session.err()).isEqualTo("marquee: users must be 1 or more, got: 0\n");
    }

    private Path movies(String... lines) throws IOException {
        return Files.write(folder.resolve("movies.csv"), List.of(lines));
    }

    private static String movie(int id, String vote) {
        return "{\"movie_id\":" + id + ",\"vote_average\":" + vote + ",\"popularity\":2.5}";
    }

    private List<JsonNode> events() throws IOException {
        List<JsonNode> events = new java.util.ArrayList<>();
        for (String request : suite.requests()) {
            if (request.startsWith(EVENTS)) {
                events.add(new JsonMapper().readTree(request.substring(EVENTS.length())));
            }
        }
        return events;
    }

    private static List<String> ids(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("event_id").asText())
                .distinct()
                .sorted()
                .toList();
    }
}
