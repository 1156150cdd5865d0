package io.marquee.cli.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionCommandTest {

    private static final String CHANGES = """
            [{"kind":"view","name":"user_activity","action":"added","breaking":false,"reason":"new","rebuild":true},
             {"kind":"field","name":"user_behaviour:rating_mean","action":"changed","breaking":true,
              "reason":"type DOUBLE becomes FLOAT","rebuild":true},
             {"kind":"service","name":"old","action":"removed","breaking":true,"reason":"no longer defined",
              "rebuild":false}]""";

    private static final String BREAKING = "{\"revision\":3,\"changes\":" + CHANGES
            + ",\"rebuilds\":[\"user_activity\",\"user_behaviour\"],\"refusals\":[]}";

    @TempDir
    private Path folder;

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url(), "USER", "ada"));

    @BeforeEach
    void definitions() throws IOException {
        Files.writeString(folder.resolve("entities.yaml"), "entities: []\n");
        Files.writeString(folder.resolve("README.md"), "not a definition");
    }

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldPrintTheDifferenceWithReasons() {
        workhorse.answer("POST /api/v1/feature-registry/plan", 200, BREAKING);

        assertThat(session.run("features", "plan", "--folder", folder.toString()))
                .isZero();
        assertThat(session.out()).isEqualTo("""
                between the 1 file of %s and revision 3:

                   what     name                                  why
                ────────────────────────────────────────────────────────────────────────────────
                +  view     user_activity                         new
                ~  field    user_behaviour:rating_mean  breaking  type DOUBLE becomes FLOAT
                -  service  old                         breaking  no longer defined

                1 to add, 1 to change, 1 to remove; 2 are breaking
                rows to compute afterwards: user_activity, user_behaviour

                next: ./marquee features apply --breaking
                """.formatted(folder).replaceAll("─+", "─".repeat(75)));
        assertThat(workhorse.requests())
                .containsExactly(
                        "POST /api/v1/feature-registry/plan {\"files\":{\"entities.yaml\":\"entities: []\\n\"}}");
    }

    @Test
    void shouldEndWithOneWhenALiveModelUsesWhatWouldBreak() {
        workhorse.answer(
                "POST /api/v1/feature-registry/plan",
                200,
                "{\"revision\":3,\"changes\":" + CHANGES
                        + ",\"rebuilds\":[],\"refusals\":[\"field 'user_behaviour:rating_mean': type DOUBLE becomes FLOAT,"
                        + " but personal-rating v2 uses it\"]}");

        assertThat(session.run("features", "plan", "--folder", folder.toString()))
                .isEqualTo(1);
        assertThat(session.out())
                .endsWith("✗ refused: field 'user_behaviour:rating_mean': type DOUBLE becomes FLOAT,"
                        + " but personal-rating v2 uses it\n");
    }

    @Test
    void shouldSayWhenNothingIsDifferent() {
        workhorse.answer(
                "POST /api/v1/feature-registry/plan",
                200,
                "{\"revision\":3,\"changes\":[],\"rebuilds\":[],\"refusals\":[]}");

        assertThat(session.run("features", "plan", "--folder", folder.toString()))
                .isZero();
        assertThat(session.out())
                .isEqualTo("✓ the 1 file of " + folder + " and revision 3 are the same\n\n"
                        + "next: ./marquee features list\n");
    }

    @Test
    void shouldApplyWhatWasPlannedAndNothingElse() {
        workhorse
                .answer("POST /api/v1/feature-registry/plan", 200, BREAKING)
                .answer(
                        "POST /api/v1/feature-registry/apply",
                        200,
                        "{\"revision\":4,\"changes\":" + CHANGES + ",\"rebuilds\":[\"user_behaviour\"]}");

        assertThat(session.run("features", "apply", "--folder", folder.toString()))
                .isEqualTo(1);
        assertThat(session.err())
                .isEqualTo("marquee: some of 3 changes are breaking: look at them with ./marquee features plan, then"
                        + " apply them with --breaking\n");
        assertThat(session.run("features", "apply", "--folder", folder.toString(), "--breaking", "--note", "floats"))
                .isZero();
        assertThat(session.out())
                .startsWith("✓ revision 4 is in force\n\n")
                .endsWith("\nnext: ./marquee features build\n");
        assertThat(workhorse.requests().getLast())
                .isEqualTo("POST /api/v1/feature-registry/apply {\"author\":\"ada\",\"note\":\"floats\","
                        + "\"files\":{\"entities.yaml\":\"entities: []\\n\"},\"expected_revision\":3}");
    }

    @Test
    void shouldGoBackToAnOlderRevision() {
        workhorse.answer("POST /api/v1/feature-registry/apply", 200, "{\"revision\":5,\"changes\":[],\"rebuilds\":[]}");

        assertThat(session.run("features", "apply", "--revision", "2")).isZero();
        assertThat(session.out()).isEqualTo("✓ nothing to change: revision 5 stays in force\n");
        assertThat(workhorse.requests())
                .containsExactly(
                        "POST /api/v1/feature-registry/apply {\"author\":\"ada\",\"note\":null,\"revision\":2}");
    }

    @Test
    void shouldSayWhereDefinitionsAreLookedFor() {
        assertThat(session.run(
                        "features", "plan", "--folder", folder.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(session.err())
                .isEqualTo("marquee: there is no folder " + folder.resolve("none")
                        + "; say where the definitions are: --folder\n");
    }

    @Test
    void shouldRepeatTheReasonOfABadDefinition() {
        workhorse.answer(
                "POST /api/v1/feature-registry/plan",
                400,
                "{\"detail\":\"entities.yaml, line 1: 'entities' must not be empty\",\"status\":400}");

        assertThat(session.run("features", "plan", "--folder", folder.toString()))
                .isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: entities.yaml, line 1: 'entities' must not be empty\n");
    }
}
