package io.marquee.cli.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Histogram;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the rows of a view hold. */
@Command(name = "stats", description = "freshness, missing values and distribution of each feature of a view")
final class FeatureStats implements Callable<Integer> {

    private static final int TOP = 3;
    private static final int VALUE = 24;

    private final Session session;

    @Parameters(paramLabel = "VIEW", description = "one of ./marquee features list")
    private String view = "";

    @Option(names = "--online", description = "of a sample of the online rows; of all offline rows otherwise")
    private boolean online;

    @Mixin
    private ApiOptions api = new ApiOptions();

    FeatureStats(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer =
                session.workhorse(api).get(FeatureCommand.PATH + "/views/" + Paths.segment(view) + "/statistics");
        return Answer.show(session, api, answer, screen -> print(screen, answer, online));
    }

    static void print(Screen screen, JsonNode answer, boolean online) {
        Instant now = Instant.parse(answer.path("made_at").asText());
        String name = Json.text(answer, "view");
        screen.line(name + " version " + Json.text(answer, "version"));
        JsonNode offlineRows = answer.path("offline").path("rows");
        screen.line("offline  "
                + (offlineRows.isObject() ? described(offlineRows, now) : "no rows: ./marquee features build"));
        JsonNode sample = answer.path("online");
        screen.line("online   " + (sample.isObject() ? online(sample, now) : "no entity to look for"));
        JsonNode chosen = online ? sample.path("rows") : offlineRows;
        if (!chosen.isObject()) {
            return;
        }
        screen.line("");
        screen.table(fields(chosen.path("fields")));
        if (chosen.path("violations").asLong() > 0) {
            screen.line("");
            screen.bad(Figures.count(chosen.path("violations").asLong(), "value") + " outside of what is valid");
        }
        screen.next(online ? "./marquee features skew" : "./marquee features stats " + name + " --online");
    }

    private static String online(JsonNode sample, Instant now) {
        long asked = sample.path("entities_looked_for").asLong();
        long missing = sample.path("entities_missing").asLong();
        return (missing == 0 ? "all " : Figures.count(asked - missing) + " of ") + Figures.count(asked)
                + " entities drawn have a row; " + fresh(sample.path("rows"), now);
    }

    private static String described(JsonNode rows, Instant now) {
        return Figures.count(rows.path("rows").asLong(), "row") + " of ~"
                + Figures.count(rows.path("entities").asLong()) + " entities; " + fresh(rows, now);
    }

    private static String fresh(JsonNode rows, Instant now) {
        String newest = Json.text(rows, "newest_row");
        return newest.isEmpty()
                ? "no row"
                : "newest row " + age(newest, now) + " old, longest unchanged entity "
                        + age(Json.text(rows, "oldest_entity"), now);
    }

    private static String age(String time, Instant now) {
        return Ages.age(Duration.between(Instant.parse(time), now));
    }

    private static Table fields(JsonNode fields) {
        Table table = new Table()
                .text("feature")
                .figure("unknown")
                .figure("distinct")
                .figure("min")
                .figure("median")
                .figure("mean")
                .figure("max")
                .figure("stddev")
                .figure("invalid")
                .text("distribution, or most frequent values");
        for (JsonNode field : fields) {
            JsonNode numbers = field.path("numbers");
            long violations = field.path("violations").asLong();
            table.row(
                    Json.text(field, "name"),
                    share(field.path("nulls").asLong(), field.path("null_rate").asDouble()),
                    "~" + Json.count(field, "distinct"),
                    number(numbers.path("min")),
                    number(numbers.path("quantiles").path("p50")),
                    number(numbers.path("mean")),
                    number(numbers.path("max")),
                    number(numbers.path("stddev")),
                    violations == 0 ? "-" : Figures.count(violations),
                    field.path("top").isArray() ? top(field.path("top")) : bars(numbers.path("histogram")));
        }
        return table;
    }

    private static String share(long nulls, double rate) {
        return nulls == 0 ? "-" : rate < 0.01 ? "<1 %" : Figures.percent(rate);
    }

    private static String number(JsonNode value) {
        if (!value.isNumber()) {
            return "";
        }
        String text = Figures.number(value.asDouble());
        return Math.abs(value.asDouble()) < 10_000 ? text.replace(",", "") : text;
    }

    private static String bars(JsonNode histogram) {
        List<Long> counts = new ArrayList<>();
        histogram.forEach(bin -> counts.add(bin.path("count").asLong()));
        return Histogram.of(counts);
    }

    private static String top(JsonNode values) {
        List<String> parts = new ArrayList<>();
        for (JsonNode value : values) {
            double share = value.path("share").asDouble();
            if (parts.size() == TOP || share < 0.01) {
                break;
            }
            String text = value.path("value").asText();
            parts.add((text.length() <= VALUE ? text : text.substring(0, VALUE - 1) + "…") + " "
                    + Figures.percent(share));
        }
        return String.join(", ", parts);
    }
}
