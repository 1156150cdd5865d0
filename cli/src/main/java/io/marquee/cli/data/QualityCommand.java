package io.marquee.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Table;
import io.marquee.cli.quality.QualityView;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is said of the quality of loads. */
@Command(name = "quality", description = "the quality of the newest loads, or of one of them check by check")
final class QualityCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "INGESTION", description = "one load")
    private @Nullable String ingestion;

    @Option(names = "--source", paramLabel = "SOURCE", description = "only loads of that kind of source")
    private @Nullable String source;

    @Option(names = "--all", description = "also the checks that passed")
    private boolean all;

    @Option(names = "--limit", paramLabel = "N", description = "how many", showDefaultValue = Visibility.ALWAYS)
    private int limit = 20;

    @Mixin
    private ApiOptions api = new ApiOptions();

    QualityCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        if (ingestion != null) {
            JsonNode report = workhorse.get("/api/v1/ingestions/" + Paths.segment(ingestion) + "/report");
            return Answer.show(session, api, report, screen -> new QualityView(report).print(screen, all));
        }
        String some = source == null ? "" : "&source=" + Paths.segment(source);
        JsonNode newest = workhorse.get("/api/v1/quality/reports?limit=" + limit + some);
        return Answer.show(session, api, newest, screen -> {
            Table table = table(newest.path("reports"), session.zone());
            if (table.isEmpty()) {
                screen.line("Nothing has been loaded yet.");
                screen.next("./marquee ingest --help");
            } else {
                screen.table(table);
                screen.next("./marquee data quality "
                        + Json.text(newest.path("reports").get(0), "ingestion_id"));
            }
        });
    }

    static Table table(JsonNode reports, ZoneId zone) {
        Table table = new Table()
                .text("ingestion")
                .text("source")
                .text("outcome")
                .text("checks")
                .text("judged");
        for (JsonNode report : reports) {
            QualityView view = new QualityView(report);
            table.row(
                    Json.text(report, "ingestion_id"),
                    Json.text(report, "source"),
                    view.outcome() + (report.path("dry_run").asBoolean() ? ", dry run" : ""),
                    view.summary(),
                    Json.time(report, "created_at", zone));
        }
        return table;
    }
}
