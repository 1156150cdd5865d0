package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Screen;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Empties the bin. */
@Command(
        name = "gc",
        description = "remove runs and experiments that were deleted long ago, and files that belong to no run")
final class ExperimentGc implements Callable<Integer> {

    private final Session session;

    @Option(names = "--dry-run", description = "only say what would go")
    private boolean dryRun;

    @Option(
            names = "--max-age-days",
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "what has been deleted for longer (default: ${DEFAULT-VALUE})")
    private int maxAgeDays = 30;

    @Mixin
    private ApiOptions api = new ApiOptions();

    ExperimentGc(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api)
                .post(ExperimentCommand.UPKEEP + "/gc", Map.of("dry_run", dryRun, "max_age_days", maxAgeDays));
        return Answer.show(session, api, answer, screen -> print(screen, answer));
    }

    private static void print(Screen screen, JsonNode answer) {
        boolean dryRun = answer.path("dry_run").asBoolean();
        String what = Figures.count(answer.path("runs").asLong(), "run") + ", "
                + Figures.count(answer.path("experiments").asLong(), "experiment") + ", "
                + Figures.count(answer.path("files").asLong(), "file") + " of "
                + Figures.bytes(answer.path("bytes").asLong());
        if (dryRun) {
            screen.line("would go: " + what);
        } else {
            screen.good("gone: " + what);
        }
        int kept = answer.path("kept_for_versions").size();
        if (kept > 0) {
            screen.line("kept for a model version: " + Figures.count(kept, "run"));
        }
    }
}
