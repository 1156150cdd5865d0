package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Upkeep that is under way or was. */
@Command(name = "jobs", description = "backups, restores and clean-ups, newest first, and how far they are")
final class ExperimentJobs implements Callable<Integer> {

    private static final int LONGEST = 100;

    private final Session session;

    @Mixin
    private ApiOptions api = new ApiOptions();

    ExperimentJobs(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api).get(UpkeepJobs.PATH);
        return Answer.show(session, api, answer, screen -> print(screen, answer, session.zone()));
    }

    private static void print(Screen screen, JsonNode answer, ZoneId zone) {
        if (answer.path("jobs").isEmpty()) {
            screen.line("There has been no upkeep yet.");
            screen.next("./marquee experiments backup");
            return;
        }
        Table table = new Table()
                .text("began")
                .text("what")
                .text("of")
                .text("state")
                .text("took")
                .text("how far, or why not", LONGEST);
        answer.path("jobs").forEach(job -> {
            String state = Json.text(job, "state");
            table.row(
                    Json.time(job, "started_at", zone),
                    Json.text(job, "kind"),
                    job.path("subject").isTextual() ? subject(job) : "everything",
                    state,
                    state.equals("running") ? "" : Json.took(job, "started_at", "finished_at"),
                    switch (state) {
                        case "running" -> UpkeepJobs.text(job);
                        case "failed" -> Json.text(job, "error");
                        default -> outcome(job.path("result"));
                    });
        });
        screen.table(table);
    }

    private static String subject(JsonNode job) {
        String subject = Json.text(job, "subject");
        return Json.text(job, "kind").equals("backup") ? "experiment " + subject : subject;
    }

    private static String outcome(JsonNode result) {
        if (result.has("upload_bytes")) {
            return ExperimentGc.line(result);
        }
        return result.has("bytes") ? ExperimentBackup.line(result) : ExperimentRestore.line(result);
    }
}
