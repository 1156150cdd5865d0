package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a backup back. */
@Command(name = "restore", description = "bring a backup or one experiment of it back, all or nothing")
final class ExperimentRestore implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "BACKUP", description = "one of ./marquee experiments backup --list")
    private String backup = "";

    @Option(
            names = "--experiment",
            paramLabel = "ID",
            description = "the id of the only experiment to bring back; all that the backup holds otherwise")
    private @Nullable String experiment;

    @Mixin
    private ApiOptions api = new ApiOptions();

    ExperimentRestore(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        JsonNode job = new UpkeepJobs(session, workhorse)
                .watch(
                        "restore",
                        workhorse.post(
                                ExperimentCommand.UPKEEP + "/backups/" + Paths.segment(backup) + "/restore",
                                experiment == null ? Map.of() : Map.of("experiment", experiment)));
        return Answer.show(session, api, job, screen -> print(screen, job));
    }

    private static void print(Screen screen, JsonNode job) {
        JsonNode result = job.path("result");
        screen.good(line(result) + ", in " + Json.took(job, "started_at", "finished_at"));
        long disabled = result.path("webhooks_disabled").asLong();
        if (disabled > 0) {
            screen.doubtful(Figures.count(disabled, "webhook")
                    + " disabled, the secret was kept with another marquee.webhook.secret-key; set that key or give the"
                    + " secret again");
        }
        screen.next("./marquee experiments list");
    }

    /** What came back in a line. */
    static String line(JsonNode result) {
        return "back: " + Figures.count(result.path("experiments").asLong(), "experiment") + ", "
                + Figures.count(result.path("runs").asLong(), "run") + ", "
                + Figures.count(result.path("models").asLong(), "model") + ", "
                + Figures.count(result.path("webhooks").asLong(), "webhook") + ", "
                + Figures.count(result.path("files").asLong(), "file");
    }
}
