package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The runs of an experiment by a metric, with what is different between them. */
@Command(name = "compare", description = "the runs of an experiment by a metric, and what is different between them")
final class ExperimentCompare implements Callable<Integer> {

    /** More lines in one picture cannot be told apart. */
    private static final int CURVES = 10;

    private static final int OTHER_METRICS = 4;
    private static final int PARAMS = 6;

    private final Session session;

    @Parameters(paramLabel = "EXPERIMENT", description = "its name or id")
    private String experiment = "";

    @Option(names = "--metric", paramLabel = "METRIC", required = true, description = "the metric to sort by")
    private String metric = "";

    @Option(names = "--ascending", description = "smallest first, for errors; otherwise greatest first")
    private boolean ascending;

    @Option(
            names = "--filter",
            paramLabel = "FILTER",
            description = "only runs for which this holds, in MLflow's language")
    private @Nullable String filter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "so many runs (default: ${DEFAULT-VALUE})")
    private int limit = 20;

    @Option(names = "--png", paramLabel = "FILE", description = "also draw the metric's curves of the first ten runs")
    private @Nullable Path png;

    @Mixin
    private ApiOptions api = new ApiOptions();

    ExperimentCompare(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        JsonNode found = ExperimentCommand.find(workhorse, experiment);
        Map<String, Object> query = new HashMap<>(Map.of(
                "experiment_ids",
                List.of(Json.text(found, "experiment_id")),
                "max_results",
                limit,
                "order_by",
                List.of("metrics.`" + metric + "`" + (ascending ? " ASC" : " DESC"))));
        if (filter != null) {
            query.put("filter", filter);
        }
        JsonNode runs = workhorse.post(ExperimentCommand.MLFLOW + "/runs/search", query);
        int exit = Answer.show(session, api, runs, screen -> print(screen, runs));
        if (png != null) {
            draw(workhorse, runs, session.absolute(png));
        }
        return exit;
    }

    private void print(Screen screen, JsonNode answer) {
        List<JsonNode> runs = new ArrayList<>();
        answer.path("runs").forEach(runs::add);
        if (runs.isEmpty()) {
            screen.line("There is no such run.");
            return;
        }
        List<String> metrics = keys(runs, "metrics").stream()
                .filter(key -> !key.equals(metric))
                .limit(OTHER_METRICS)
                .toList();
        List<String> params = keys(runs, "params").stream()
                .filter(key -> differs(runs, key))
                .limit(PARAMS)
                .toList();
        Table table = new Table().text("run").text("name").figure(metric);
        metrics.forEach(table::figure);
        params.forEach(table::text);
        for (JsonNode run : runs) {
            List<String> cells = new ArrayList<>();
            cells.add(Json.text(run.path("info"), "run_id"));
            cells.add(Json.text(run.path("info"), "run_name"));
            cells.add(value(run, "metrics", metric));
            metrics.forEach(key -> cells.add(value(run, "metrics", key)));
            params.forEach(key -> cells.add(value(run, "params", key)));
            table.row(cells.toArray(String[]::new));
        }
        screen.table(table);
    }

    private static Set<String> keys(List<JsonNode> runs, String part) {
        Set<String> keys = new TreeSet<>();
        runs.forEach(run -> run.path("data").path(part).forEach(pair -> keys.add(Json.text(pair, "key"))));
        return keys;
    }

    private static boolean differs(List<JsonNode> runs, String param) {
        String first = value(runs.getFirst(), "params", param);
        return runs.stream().anyMatch(run -> !value(run, "params", param).equals(first));
    }

    private static String value(JsonNode run, String part, String key) {
        for (JsonNode pair : run.path("data").path(part)) {
            if (Json.text(pair, "key").equals(key)) {
                JsonNode value = pair.path("value");
                return value.isNumber() ? Figures.number(value.asDouble()) : value.asText();
            }
        }
        return "";
    }

    private void draw(HttpJson workhorse, JsonNode runs, Path file) {
        Map<String, JsonNode> curves = new LinkedHashMap<>();
        for (JsonNode run : runs.path("runs")) {
            String id = Json.text(run.path("info"), "run_id");
            JsonNode points = workhorse
                    .get(ExperimentCommand.MLFLOW + "/metrics/get-history?run_id=" + id + "&metric_key="
                            + Paths.segment(metric))
                    .path("metrics");
            if (!points.isEmpty() && curves.size() < CURVES) {
                curves.put(Json.text(run.path("info"), "run_name") + " " + id.substring(0, 6), points);
            }
        }
        try {
            MetricPlot.write(file, metric, curves);
        } catch (IOException e) {
            throw new CommandFailedException(
                    "the picture cannot be written: " + Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
        session.screen().note(Figures.count(curves.size(), "curve") + " in " + file);
    }
}
