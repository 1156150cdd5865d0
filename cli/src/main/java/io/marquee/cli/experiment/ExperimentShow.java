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
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An experiment with its newest runs. */
@Command(name = "show", description = "an experiment and its newest runs")
final class ExperimentShow implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "EXPERIMENT", description = "its name or id")
    private String experiment = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "so many runs (default: ${DEFAULT-VALUE})")
    private int limit = 20;

    @Mixin
    private ApiOptions api = new ApiOptions();

    ExperimentShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        JsonNode found = ExperimentCommand.find(workhorse, experiment);
        JsonNode runs = workhorse.post(
                ExperimentCommand.MLFLOW + "/runs/search",
                Map.of("experiment_ids", List.of(Json.text(found, "experiment_id")), "max_results", limit));
        return Answer.show(session, api, runs, screen -> print(screen, found, runs, session.zone()));
    }

    private static void print(Screen screen, JsonNode experiment, JsonNode runs, ZoneId zone) {
        screen.line(Json.text(experiment, "name") + ", experiment " + Json.text(experiment, "experiment_id")
                + (Json.text(experiment, "lifecycle_stage").equals("deleted") ? ", in the bin" : ""));
        screen.line("");
        Table table = new Table()
                .text("run")
                .text("name")
                .text("status")
                .text("began")
                .text("took")
                .figure("metrics")
                .figure("params");
        String metric = "";
        for (JsonNode run : runs.path("runs")) {
            JsonNode info = run.path("info");
            JsonNode metrics = run.path("data").path("metrics");
            metric = metric.isEmpty() ? Json.text(metrics.path(0), "key") : metric;
            table.row(
                    Json.text(info, "run_id"),
                    Json.text(info, "run_name"),
                    Json.text(info, "status"),
                    ExperimentList.millis(info.path("start_time"), zone),
                    info.has("end_time")
                            ? Figures.duration(
                                    Duration.ofMillis(info.path("end_time").asLong()
                                            - info.path("start_time").asLong()))
                            : "",
                    Integer.toString(metrics.size()),
                    Integer.toString(run.path("data").path("params").size()));
        }
        screen.table(table);
        if (runs.has("next_page_token")) {
            screen.line("and more");
        }
        if (!metric.isEmpty()) {
            screen.next("./marquee experiments compare " + Json.text(experiment, "experiment_id") + " --metric '"
                    + metric + "'");
        }
    }
}
