package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group of verbs of experiments. Those that only look speak MLflow, so any tracking server will do. */
@Command(
        name = "experiments",
        description = "look at experiments, compare their runs, back them up and clean them up",
        synopsisSubcommandLabel = "VERB")
public final class ExperimentCommand {

    static final String MLFLOW = "/api/2.0/mlflow";

    static final String UPKEEP = "/api/v1/experiments";

    private ExperimentCommand() {}

    /** The verb with everything below it. */
    public static CommandLine of(Session session) {
        return new CommandLine(new ExperimentCommand())
                .addSubcommand(new ExperimentList(session))
                .addSubcommand(new ExperimentShow(session))
                .addSubcommand(new ExperimentCompare(session))
                .addSubcommand(new ExperimentGc(session))
                .addSubcommand(new ExperimentBackup(session))
                .addSubcommand(new ExperimentRestore(session))
                .addSubcommand(new ExperimentJobs(session));
    }

    /** The experiment of that name, or else of that number. */
    static JsonNode find(HttpJson workhorse, String nameOrId) {
        String byName = MLFLOW + "/experiments/get-by-name?experiment_name=" + Paths.segment(nameOrId);
        return nameOrId.matches("\\d{1,18}") && workhorse.getRaw(byName).statusCode() == 404
                ? workhorse
                        .get(MLFLOW + "/experiments/get?experiment_id=" + nameOrId)
                        .path("experiment")
                : workhorse.get(byName).path("experiment");
    }
}
