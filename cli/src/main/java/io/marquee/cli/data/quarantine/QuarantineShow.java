package io.marquee.cli.data.quarantine;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One refused row with all its values. */
@Command(name = "show", description = "one refused row with all its values")
final class QuarantineShow implements Callable<Integer> {

    private static final int VALUE = 100;

    private final Session session;

    @Parameters(paramLabel = "ID", description = "the entry")
    private long id;

    @Mixin
    private ApiOptions api = new ApiOptions();

    QuarantineShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        // The list is newest first, so the entry is the first one before its successor.
        JsonNode entry = session.workhorse(api)
                .get(QuarantineCommand.PATH + "?limit=1&before=" + (id + 1))
                .path("entries")
                .path(0);
        if (entry.path("quarantine_id").asLong() != id) {
            throw new CommandFailedException("there is no entry " + id + " in quarantine (any more)");
        }
        return Answer.show(session, api, entry, screen -> print(screen, entry));
    }

    static void print(Screen screen, JsonNode entry) {
        String field = Json.text(entry, "field");
        screen.line(Json.text(entry, "file")
                + (entry.path("line").asLong() == 0 ? "" : ", line " + Json.count(entry, "line")) + ": "
                + Json.text(entry, "reason"));
        screen.line("");
        Table table = new Table().text("column").text("value", VALUE).text("");
        entry.path("fields")
                .properties()
                .forEach(value -> table.row(
                        value.getKey(),
                        value.getValue().isNull() ? "" : value.getValue().asText(),
                        value.getKey().equals(field) ? "refused" : ""));
        if (table.isEmpty()) {
            table.row("", Json.text(entry, "raw"), "as it came");
        }
        screen.table(table);
        String id = Json.text(entry, "quarantine_id");
        screen.next(
                entry.path("replayable").asBoolean() && !field.isEmpty()
                        ? "./marquee data quarantine replay " + id + " --set " + id + "." + field + "=VALUE"
                        : "./marquee data quarantine replay " + id,
                "./marquee data quarantine discard " + id + " --why TEXT");
    }
}
