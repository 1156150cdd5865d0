package io.marquee.cli.data.quarantine;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The newest refused rows. */
@Command(name = "list", description = "the newest refused rows")
final class QuarantineList implements Callable<Integer> {

    private static final int REASON = 60;
    private static final int RAW = 60;

    private final Session session;

    @Mixin
    private EntryFilter filter = new EntryFilter();

    @Option(names = "--reason", paramLabel = "TEXT", description = "only those with that text in the reason")
    private @Nullable String reason;

    @Option(names = "--limit", paramLabel = "N", description = "how many", showDefaultValue = Visibility.ALWAYS)
    private int limit = 50;

    @Mixin
    private ApiOptions api = new ApiOptions();

    QuarantineList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String query = "?limit=" + limit + filter.query() + (reason == null ? "" : "&reason=" + Paths.segment(reason));
        JsonNode answer = session.workhorse(api).get(QuarantineCommand.PATH + query);
        return Answer.show(session, api, answer, screen -> {
            Table table = table(answer.path("entries"));
            if (table.isEmpty()) {
                screen.good("nothing of that is in quarantine");
            } else {
                screen.table(table);
                screen.next(
                        "./marquee data quarantine show "
                                + Json.text(answer.path("entries").get(0), "quarantine_id"),
                        "./marquee data quarantine replay --help");
            }
        });
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
}
