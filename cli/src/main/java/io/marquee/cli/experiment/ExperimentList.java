package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All experiments. */
@Command(name = "list", description = "the experiments, last changed first")
final class ExperimentList implements Callable<Integer> {

    private final Session session;

    @Option(names = "--deleted", description = "those in the bin, which can still be restored")
    private boolean deleted;

    @Mixin
    private ApiOptions api = new ApiOptions();

    ExperimentList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api)
                .post(
                        ExperimentCommand.MLFLOW + "/experiments/search",
                        Map.of(
                                "max_results",
                                1000,
                                "view_type",
                                deleted ? "DELETED_ONLY" : "ACTIVE_ONLY",
                                "order_by",
                                List.of("last_update_time DESC")));
        return Answer.show(session, api, answer, screen -> print(screen, answer, session.zone()));
    }

    private static void print(Screen screen, JsonNode answer, ZoneId zone) {
        Table table = new Table().figure("id").text("experiment").text("made").text("last changed");
        String first = "";
        for (JsonNode experiment : answer.path("experiments")) {
            first = first.isEmpty() ? Json.text(experiment, "experiment_id") : first;
            table.row(
                    Json.text(experiment, "experiment_id"),
                    Json.text(experiment, "name"),
                    millis(experiment.path("creation_time"), zone),
                    millis(experiment.path("last_update_time"), zone));
        }
        if (first.isEmpty()) {
            screen.line("There is no such experiment.");
            return;
        }
        screen.table(table);
        screen.next("./marquee experiments show " + first);
    }

    /** A point in time as MLflow writes it; empty when there is none. */
    static String millis(JsonNode time, ZoneId zone) {
        return time.isNumber() ? Figures.time(Instant.ofEpochMilli(time.asLong()), zone) : "";
    }
}
