package io.marquee.cli.data.quarantine;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How many rows were refused for which reason. */
@Command(name = "reasons", description = "how many were refused for which reason, the most frequent first")
final class QuarantineReasons implements Callable<Integer> {

    private static final int REASON = 80;

    private final Session session;

    @Mixin
    private EntryFilter filter = new EntryFilter();

    @Mixin
    private ApiOptions api = new ApiOptions();

    QuarantineReasons(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api).get(QuarantineCommand.PATH + "/counts?limit=100" + filter.query());
        return Answer.show(session, api, answer, screen -> {
            Table table = new Table()
                    .figure("entries")
                    .figure("replayable")
                    .text("source")
                    .text("table")
                    .text("field")
                    .text("reason", REASON);
            for (JsonNode count : answer.path("counts")) {
                table.row(
                        Json.count(count, "entries"),
                        Json.count(count, "replayable"),
                        Json.text(count, "source"),
                        Json.text(count, "table"),
                        Json.text(count, "field"),
                        Json.text(count, "reason"));
            }
            if (table.isEmpty()) {
                screen.good("nothing of that is in quarantine");
            } else {
                screen.table(table);
            }
        });
    }
}
