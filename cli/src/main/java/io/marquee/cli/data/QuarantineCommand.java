package io.marquee.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The group of verbs about rows that were refused. */
@Command(
        name = "quarantine",
        description = "rows and events that were refused, and why",
        synopsisSubcommandLabel = "VERB")
final class QuarantineCommand {

    private static final int REASON = 60;
    private static final int RAW = 60;

    private QuarantineCommand() {}

    static CommandLine of(Session session) {
        return new CommandLine(new QuarantineCommand()).addSubcommand(new Listing(session));
    }

    static Table table(JsonNode entries) {
        Table table = new Table()
                .figure("id")
                .text("file")
                .figure("line")
                .text("field")
                .text("reason", REASON)
                .text("as it came", RAW);
        for (JsonNode entry : entries) {
            table.row(
                    Json.text(entry, "quarantine_id"),
                    Json.text(entry, "file"),
                    entry.path("line").asLong() == 0 ? "" : Json.count(entry, "line"),
                    Json.text(entry, "field"),
                    Json.text(entry, "reason"),
                    Json.text(entry, "raw"));
        }
        return table;
    }

    @Command(name = "list", description = "the newest refused rows")
    static final class Listing implements Callable<Integer> {

        private final Session session;

        @Option(names = "--ingestion", paramLabel = "ID", description = "only those of one ingestion")
        private @Nullable String ingestion;

        @Option(names = "--limit", paramLabel = "N", description = "how many", showDefaultValue = Visibility.ALWAYS)
        private int limit = 50;

        @Mixin
        private ApiOptions api = new ApiOptions();

        Listing(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            String one = ingestion == null ? "" : "&ingestion_id=" + Paths.segment(ingestion);
            JsonNode answer = session.workhorse(api).get("/api/v1/quarantine?limit=" + limit + one);
            return Answer.show(session, api, answer, screen -> {
                Table table = table(answer.path("entries"));
                if (table.isEmpty()) {
                    screen.good("nothing is in quarantine");
                } else {
                    screen.table(table);
                }
            });
        }
    }
}
