package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes or lists backups. */
@Command(name = "backup", description = "back up everything or one experiment, rows and files")
final class ExperimentBackup implements Callable<Integer> {

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "EXPERIMENT", description = "its name or id; everything otherwise")
    private String experiment = "";

    @Option(names = "--list", description = "only list the backups there are")
    private boolean list;

    @Mixin
    private ApiOptions api = new ApiOptions();

    ExperimentBackup(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        String path = ExperimentCommand.UPKEEP + "/backups";
        if (list) {
            JsonNode answer = workhorse.get(path);
            return Answer.show(session, api, answer, screen -> print(screen, answer));
        }
        JsonNode job = new UpkeepJobs(session, workhorse)
                .watch(
                        "backup",
                        workhorse.post(
                                path,
                                experiment.isEmpty()
                                        ? Map.of()
                                        : Map.of(
                                                "experiment",
                                                Json.text(
                                                        ExperimentCommand.find(workhorse, experiment),
                                                        "experiment_id"))));
        return Answer.show(session, api, job, screen -> {
            screen.good(line(job.path("result")) + ", made in " + Json.took(job, "started_at", "finished_at"));
            screen.next(
                    "./marquee experiments backup --list",
                    "./marquee experiments restore " + Json.text(job.path("result"), "name"));
        });
    }

    /** What was made in a line. */
    static String line(JsonNode result) {
        return "backup " + Json.text(result, "name") + " of "
                + Figures.bytes(result.path("bytes").asLong());
    }

    private static void print(Screen screen, JsonNode answer) {
        if (answer.path("backups").isEmpty()) {
            screen.line("There is no backup yet.");
            screen.next("./marquee experiments backup");
            return;
        }
        Table table = new Table().text("backup").figure("size").text("of");
        answer.path("backups")
                .forEach(backup -> table.row(
                        Json.text(backup, "name"),
                        Figures.bytes(backup.path("bytes").asLong()),
                        backup.path("experiment").isTextual()
                                ? "experiment " + Json.text(backup, "experiment")
                                : "everything"));
        screen.table(table);
    }
}
