package io.marquee.cli.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Differences between serving and training. */
@Command(
        name = "skew",
        description = "compare what serving used for its predictions with what training sees of the same moments")
final class FeatureSkew implements Callable<Integer> {

    private static final String PATH = FeatureCommand.PATH + "/skew";
    private static final int VALUE = 24;

    private final Session session;

    @Option(names = "--last", description = "show the newest report instead of making one")
    private boolean last;

    @Mixin
    private ApiOptions api = new ApiOptions();

    FeatureSkew(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        JsonNode report = last ? workhorse.get(PATH) : workhorse.post(PATH, Map.of());
        return Answer.show(session, api, report, screen -> print(screen, report, session.zone()));
    }

    static void print(Screen screen, JsonNode report, ZoneId zone) {
        long compared = report.path("compared").asLong();
        long skewed = report.path("skewed").asLong();
        long waiting = report.path("waiting").asLong();
        String of = Figures.count(compared, "value") + " of "
                + Figures.count(report.path("events").asLong(), "prediction event");
        if (compared == 0) {
            screen.doubtful("nothing to compare: no kept prediction is covered by the offline rows, which are of "
                    + Json.time(report, "until", zone));
        } else if (skewed == 0) {
            screen.good("no skew: " + of + " are what training sees");
        } else {
            screen.bad(Figures.count(skewed) + " of " + of + " differ from what training sees");
        }
        JsonNode answers = report.path("answers");
        screen.line("  predictions: " + Figures.count(answers.path("model").asLong()) + " by the model, "
                + Figures.count(answers.path("cold_start").asLong()) + " cold starts, "
                + Figures.count(answers.path("degraded").asLong()) + " without features; "
                + Figures.count(waiting) + " wait for a build"
                + (report.path("complete").asBoolean(true) ? "" : "; only the newest were looked at"));
        screen.line("  equal means: numbers within "
                + new BigDecimal(Json.text(report, "tolerance"))
                        .stripTrailingZeros()
                        .toPlainString() + " of each other, or as they were "
                + Figures.number(report.path("settle_seconds").asDouble()) + " s before");
        if (compared > 0) {
            screen.line("");
            screen.table(features(report.path("features")));
        }
        Table examples = examples(report.path("features"), zone);
        if (!examples.isEmpty()) {
            screen.heading("For example");
            screen.table(examples);
        }
        screen.next(compared == 0 || waiting > 0 ? "./marquee features build" : "./marquee features skew --last");
    }

    private static Table features(JsonNode features) {
        Table table = new Table()
                .text("feature")
                .figure("compared")
                .figure("equal")
                .figure("stale")
                .figure("differing")
                .figure("only offline")
                .figure("only online")
                .figure("not comparable")
                .figure("greatest difference");
        for (JsonNode feature : features) {
            JsonNode outcomes = feature.path("outcomes");
            long apart = outcomes.path("in_flight").asLong()
                    + outcomes.path("rewritten").asLong()
                    + feature.path("other_version").asLong();
            JsonNode greatest = feature.path("max_difference");
            table.row(
                    Json.text(feature, "view") + ":" + Json.text(feature, "feature"),
                    Json.count(feature, "compared"),
                    count(outcomes, "equal"),
                    count(outcomes, "stale"),
                    count(outcomes, "differing"),
                    count(outcomes, "missing_online"),
                    count(outcomes, "missing_offline"),
                    apart == 0 ? "-" : Figures.count(apart),
                    greatest.isNumber() && greatest.asDouble() > 0 ? Figures.number(greatest.asDouble()) : "-");
        }
        return table;
    }

    private static String count(JsonNode outcomes, String outcome) {
        long count = outcomes.path(outcome).asLong();
        return count == 0 ? "-" : Figures.count(count);
    }

    private static Table examples(JsonNode features, ZoneId zone) {
        Table table = new Table()
                .text("feature")
                .text("entity")
                .text("predicted at")
                .text("what")
                .text("served", VALUE)
                .text("offline", VALUE)
                .text("row of");
        for (JsonNode feature : features) {
            for (JsonNode example : feature.path("examples")) {
                String rowOf = Json.time(example, "row_time", zone);
                table.row(
                        Json.text(feature, "view") + ":" + Json.text(feature, "feature"),
                        Json.text(example, "entity"),
                        Json.time(example, "predicted_at", zone),
                        Json.text(example, "outcome").replace('_', ' '),
                        value(example.path("served")),
                        value(example.path("offline")),
                        rowOf.isEmpty() ? "no row" : rowOf);
            }
        }
        return table;
    }

    private static String value(JsonNode value) {
        return value.isMissingNode() || value.isNull()
                ? "nothing"
                : value.isValueNode() ? value.asText() : value.toString();
    }
}
