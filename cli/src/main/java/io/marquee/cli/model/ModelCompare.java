package io.marquee.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Two versions side by side. */
@Command(name = "compare", description = "metrics and parameters of two versions side by side")
final class ModelCompare implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "MODEL", description = "one of ./marquee models list")
    private String model = "";

    @Parameters(index = "1", paramLabel = "LEFT", description = "a number, an alias or latest")
    private String left = "";

    @Parameters(index = "2", paramLabel = "RIGHT", description = "the other one")
    private String right = "";

    @Option(names = "--all", description = "also parameters that are the same")
    private boolean all;

    @Mixin
    private ApiOptions api = new ApiOptions();

    ModelCompare(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api)
                .get(ModelCommand.path(model) + "/compare?left=" + Paths.segment(left) + "&right="
                        + Paths.segment(right));
        return Answer.show(session, api, answer, screen -> print(screen, answer, all));
    }

    private static void print(Screen screen, JsonNode answer, boolean all) {
        String left = "version " + Json.text(answer.path("left"), "version");
        String right = "version " + Json.text(answer.path("right"), "version");
        Table metrics = new Table().text("metric").figure(left).figure(right).figure("change");
        answer.path("metrics")
                .forEach(metric -> metrics.row(
                        Json.text(metric, "key"),
                        number(metric.path("left")),
                        number(metric.path("right")),
                        signed(metric.path("change"))));
        Table params = new Table().text("parameter").text(left).text(right);
        int same = 0;
        for (JsonNode param : answer.path("params")) {
            if (!all && param.path("same").asBoolean()) {
                same++;
                continue;
            }
            params.row(Json.text(param, "key"), Json.text(param, "left"), Json.text(param, "right"));
        }
        screen.table(metrics);
        screen.line("");
        screen.table(params);
        if (same > 0) {
            screen.line("");
            screen.line(Figures.count(same, "parameter") + " the same in both (--all shows them)");
        }
    }

    private static String number(JsonNode value) {
        return value.isNumber()
                ? Figures.number(value.asDouble())
                : value.asText("").replace("null", "");
    }

    private static String signed(JsonNode value) {
        return value.isNumber() && value.asDouble() > 0 ? "+" + number(value) : number(value);
    }
}
