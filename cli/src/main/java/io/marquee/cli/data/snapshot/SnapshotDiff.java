package io.marquee.cli.data.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares two snapshots. */
@Command(name = "diff", description = "what is different in a snapshot or in the catalogue as it is now")
final class SnapshotDiff implements Callable<Integer> {

    private static final int VALUE = 80;

    private final Session session;

    @Parameters(index = "0", paramLabel = "TAG", description = "the snapshot to look from")
    private String tag = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OTHER",
            description = "the other one; the catalogue as it is now when not given")
    private String other = "current";

    @Mixin
    private ApiOptions api = new ApiOptions();

    SnapshotDiff(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode diff = session.workhorse(api)
                .get(SnapshotJobs.PATH + "/" + Paths.segment(tag) + "/diff/" + Paths.segment(other));
        return Answer.show(session, api, diff, screen -> print(screen, diff));
    }

    static void print(Screen screen, JsonNode diff) {
        String both = Json.text(diff, "from") + " and " + Json.text(diff, "to");
        if (diff.path("identical").asBoolean()) {
            screen.good(both + " hold the same data");
        } else {
            screen.line("From " + Json.text(diff, "from") + " to " + Json.text(diff, "to") + ":");
            screen.line("");
            screen.table(tables(diff.path("tables")));
            Table examples = examples(diff.path("tables"));
            if (!examples.isEmpty()) {
                screen.heading("For example");
                screen.table(examples);
            }
        }
        JsonNode files = diff.path("files");
        int changed = files.path("added").size()
                + files.path("removed").size()
                + files.path("changed").size();
        if (changed > 0) {
            screen.line("");
            screen.line("raw files: " + Figures.count(files.path("added").size()) + " added, "
                    + Figures.count(files.path("removed").size()) + " removed, "
                    + Figures.count(files.path("changed").size()) + " changed");
        }
    }

    private static Table tables(JsonNode tables) {
        Table table = new Table()
                .text("table")
                .figure("rows")
                .figure("then")
                .figure("added")
                .figure("removed")
                .figure("changed")
                .text("changed columns");
        for (JsonNode one : tables) {
            List<String> columns = new ArrayList<>();
            one.path("changed_columns")
                    .properties()
                    .forEach(column -> columns.add(column.getKey() + " "
                            + Figures.count(column.getValue().asLong())));
            one.path("columns_added").forEach(column -> columns.add("+" + column.asText()));
            one.path("columns_removed").forEach(column -> columns.add("-" + column.asText()));
            table.row(
                    Json.text(one, "table"),
                    Json.count(one, "rows_from"),
                    Json.count(one, "rows_to"),
                    Json.count(one, "added"),
                    Json.count(one, "removed"),
                    Json.count(one, "changed"),
                    String.join(", ", columns) + (one.path("key_changed").asBoolean() ? " (another key)" : ""));
        }
        return table;
    }

    private static Table examples(JsonNode tables) {
        Table table = new Table().text("table").text("row").text("was").text("what", VALUE);
        for (JsonNode one : tables) {
            for (JsonNode row : one.path("examples")) {
                List<String> key = new ArrayList<>();
                row.path("key")
                        .properties()
                        .forEach(part -> key.add(part.getValue().asText()));
                List<String> values = new ArrayList<>();
                row.path("values")
                        .properties()
                        .forEach(value -> values.add(value.getKey() + ": " + change(value.getValue())));
                table.row(
                        Json.text(one, "table"),
                        String.join(", ", key),
                        Json.text(row, "kind"),
                        String.join("; ", values));
            }
        }
        return table;
    }

    private static String change(JsonNode value) {
        String from = Json.text(value, "from");
        String to = Json.text(value, "to");
        return from.isEmpty() ? to : to.isEmpty() ? from : from + " → " + to;
    }
}
