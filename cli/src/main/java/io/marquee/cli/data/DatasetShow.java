package io.marquee.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Histogram;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What each column of a table holds. */
@Command(
        name = "show",
        description = "what each column of a table holds: unknown and distinct values, range, distribution")
final class DatasetShow implements Callable<Integer> {

    private static final int TOP = 3;
    private static final int VALUE = 24;
    private static final double SMALLEST_WITH_COMMA = 10_000;

    /** Below this, the most frequent values are not frequent. */
    private static final double FREQUENT = 0.01;

    private final Session session;

    @Parameters(paramLabel = "TABLE", description = "one of ./marquee data list")
    private String table = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    DatasetShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        String path = "/api/v1/datasets/" + Paths.segment(table);
        JsonNode statistics = workhorse.get(path + "/columns");
        if (api.json()) {
            session.screen().json(statistics);
            return 0;
        }
        JsonNode summary = workhorse.get(path);
        return Answer.show(session, api, statistics, screen -> {
            screen.line(headline(summary, statistics));
            screen.line("");
            screen.table(columns(statistics));
        });
    }

    static String headline(JsonNode summary, JsonNode statistics) {
        String of = statistics.path("exact").asBoolean()
                ? "every figure is of all rows"
                : "distributions are of " + Json.count(statistics, "sampled_rows") + " rows";
        return Json.text(statistics, "dataset") + ": "
                + Figures.count(statistics.path("rows").asLong(), "row") + ", "
                + Figures.bytes(summary.path("bytes").asLong()) + "; " + of;
    }

    static Table columns(JsonNode statistics) {
        Table table = new Table()
                .text("column")
                .text("type")
                .figure("unknown")
                .figure("distinct")
                .figure("min")
                .figure("median")
                .figure("max")
                .text("distribution, or most frequent values");
        for (JsonNode column : statistics.path("columns")) {
            List<String> cells = new ArrayList<>(List.of(
                    Json.text(column, "name"),
                    Json.text(column, "type"),
                    share(
                            column.path("nulls").asLong(),
                            column.path("null_share").asDouble()),
                    (column.path("distinct").path("exact").asBoolean() ? "" : "~")
                            + Json.count(column.path("distinct"), "count")));
            cells.addAll(distribution(column));
            table.row(cells);
        }
        return table;
    }

    private static String share(long nulls, double share) {
        return nulls == 0 ? "-" : share < 0.01 ? "<1 %" : Figures.percent(share);
    }

    /** Minimum, median, maximum and a picture. */
    private static List<String> distribution(JsonNode column) {
        JsonNode numbers = column.path("numbers");
        if (numbers.isObject()) {
            return List.of(
                    number(numbers.path("min").asDouble()),
                    number(numbers.path("quantiles").path("p50").asDouble()),
                    number(numbers.path("max").asDouble()),
                    bars(numbers));
        }
        JsonNode times = column.path("times");
        if (times.isObject()) {
            return List.of(
                    day(times.path("min")),
                    day(times.path("quantiles").path("p50")),
                    day(times.path("max")),
                    bars(times));
        }
        return List.of("", "", "", top(column.path("top")));
    }

    /** Years are numbers too, and nobody writes 1,995. */
    private static String number(double value) {
        return Math.abs(value) < SMALLEST_WITH_COMMA ? Figures.number(value).replace(",", "") : Figures.number(value);
    }

    private static String bars(JsonNode distribution) {
        List<Long> counts = new ArrayList<>();
        distribution
                .path("histogram")
                .forEach(bin -> counts.add(bin.path("count").asLong()));
        return Histogram.of(counts);
    }

    private static String day(JsonNode time) {
        return time.asText("").isEmpty()
                ? ""
                : Instant.parse(time.asText())
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString();
    }

    private static String top(JsonNode values) {
        List<String> parts = new ArrayList<>();
        for (JsonNode value : values) {
            double share = value.path("share").asDouble();
            if (parts.size() == TOP || share < FREQUENT) {
                break;
            }
            String text = value.path("value").asText();
            String shown = text.length() <= VALUE ? text : text.substring(0, VALUE - 1) + "…";
            parts.add(shown + " " + Figures.percent(share));
        }
        return String.join(", ", parts);
    }
}
