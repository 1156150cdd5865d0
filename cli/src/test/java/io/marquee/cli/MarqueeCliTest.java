package io.marquee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarqueeCliTest {

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldEndWithThreeWhenNothingRuns() {
        TestSession alone = new TestSession(Map.of("MARQUEE_STATE", "/nowhere"));

        assertThat(alone.run("data", "list")).isEqualTo(3);
        assertThat(alone.out()).isEmpty();
        assertThat(alone.err())
                .isEqualTo("marquee: workhorse does not run here: ./marquee up starts it. Or say where it is:"
                        + " --workhorse URL, or WORKHORSE_URL.\n");
    }

    @Test
    void shouldEndWithThreeWhenNobodyAnswers() {
        workhorse.close();

        assertThat(session.run("data", "list")).isEqualTo(3);
        assertThat(session.err()).contains(workhorse.url()).contains("Does it run? ./marquee status");
    }

    @Test
    void shouldEndWithTwoAndHelpWhenTheCommandLineIsNotUnderstood() {
        assertThat(session.run("ingest", "movilens", "x")).isEqualTo(2);
        assertThat(session.err()).isEqualTo("""
                marquee: Unmatched arguments from index 1: 'movilens', 'x' (did you mean movielens or file?)
                See ./marquee ingest --help
                """);
        assertThat(session.run("ingest", "movielens")).isEqualTo(2);
        assertThat(session.err()).isEqualTo("""
                marquee: Missing required parameter: 'PATH'
                See ./marquee ingest movielens --help
                """);
        assertThat(session.run("data", "list", "--workhorse", "here")).isEqualTo(2);
    }

    @Test
    void shouldEndWithOneAndTheServicesReasonWhenItRefuses() {
        workhorse.answer(
                "GET /api/v1/datasets",
                422,
                "{\"title\":\"The content makes no sense\",\"detail\":\"'x' must be y, got: z\",\"status\":422}");

        assertThat(session.run("data", "list")).isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: 'x' must be y, got: z\n");
    }

    @Test
    void shouldSayWhatWasAskedWhenTheServiceDoesNotSayMore() {
        workhorse.answer("GET /api/v1/datasets", 404, "{\"title\":\"There is no such thing\",\"status\":404}");

        assertThat(session.run("data", "list")).isEqualTo(1);
        assertThat(session.err())
                .isEqualTo(
                        "marquee: GET " + workhorse.url() + "/api/v1/datasets answered 404: There is no such thing\n");
    }

    @Test
    void shouldPointAtTheLogWhenTheServiceIsAtFault() {
        workhorse.answer("GET /api/v1/datasets", 500, "oops");

        assertThat(session.run("data", "list")).isEqualTo(1);
        assertThat(session.err())
                .isEqualTo("marquee: GET " + workhorse.url()
                        + "/api/v1/datasets answered 500. More is in the log: ./marquee logs workhorse\n");
    }

    @Test
    void shouldPrintTheApisJsonAndNothingElseWhenAskedTo() {
        workhorse.answer("GET /api/v1/datasets", 200, "{\"datasets\":[{\"name\":\"movies\",\"rows\":3}]}");

        assertThat(session.run("data", "list", "--json")).isZero();
        assertThat(session.out()).isEqualToIgnoringWhitespace("{\"datasets\":[{\"name\":\"movies\",\"rows\":3}]}");
        assertThat(session.err()).isEmpty();
    }

    @Test
    void shouldExplainEachVerb() {
        assertThat(session.run("data", "list", "--help")).isZero();
        assertThat(session.out()).startsWith("Usage: ./marquee data list [-h] [--json] [--workhorse=URL]");
    }
}
