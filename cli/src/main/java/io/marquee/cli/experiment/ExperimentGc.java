package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Empties the bin. */
@Command(
        name = "gc",
        description = "remove runs and experiments that were deleted long ago, files that belong to no run, what"
                + " killed uploads have left, and old backups")
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
        HttpJson workhorse = session.workhorse(api);
        JsonNode job = new UpkeepJobs(session, workhorse)
                .watch(
                        "clean-up",
                        workhorse.post(
                                ExperimentCommand.UPKEEP + "/gc",
                                Map.of("dry_run", dryRun, "max_age_days", maxAgeDays)));
        return Answer.show(session, api, job, screen -> print(screen, job.path("result")));
    }

    private static void print(Screen screen, JsonNode result) {
        Table table = new Table().text("what").figure("number").figure("size");
        row(table, "runs in the bin", result, "runs", null);
        row(table, "experiments in the bin", result, "experiments", null);
        row(table, "files of runs that are gone", result, "files", "bytes");
        row(table, "remains of killed uploads", result, "uploads", "upload_bytes");
        row(table, "old backups of everything", result, "backups", "backup_bytes");
        screen.table(table);
        screen.line("");
        screen.good(line(result));
        int kept = result.path("kept_for_versions").size();
        if (kept > 0) {
            screen.line("  kept, since a model version was made of it: " + Figures.count(kept, "run"));
        }
        screen.next(
                result.path("dry_run").asBoolean()
                        ? "./marquee experiments gc --max-age-days "
                                + result.path("max_age_days").asLong()
                        : "./marquee experiments list --deleted");
    }

    private static void row(Table table, String what, JsonNode result, String number, @Nullable String bytes) {
        table.row(
                what,
                Figures.count(result.path(number).asLong()),
                bytes == null ? "" : Figures.bytes(result.path(bytes).asLong()));
    }

    /** What went, or would go, in a line. */
    static String line(JsonNode result) {
        long days = result.path("max_age_days").asLong();
        return (result.path("dry_run").asBoolean() ? "would go" : "gone")
                + (days == 0 ? ", however young: " : ", after " + Figures.count(days, "day") + ": ")
                + Figures.count(result.path("runs").asLong(), "run") + ", "
                + Figures.count(result.path("experiments").asLong(), "experiment") + ", "
                + Figures.bytes(result.path("bytes").asLong()
                        + result.path("upload_bytes").asLong()
                        + result.path("backup_bytes").asLong());
    }
}
