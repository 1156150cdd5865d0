package io.marquee.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.ingest.CrawlView;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Table;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The newest crawls, or one of them. */
@Command(name = "crawls", description = "the newest crawls, or how one of them goes")
final class CrawlList implements Callable<Integer> {

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "one crawl")
    private @Nullable String id;

    @Option(names = "--limit", paramLabel = "N", description = "how many", showDefaultValue = Visibility.ALWAYS)
    private int limit = 20;

    @Mixin
    private ApiOptions api = new ApiOptions();

    CrawlList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        if (id != null) {
            JsonNode one = workhorse.get("/api/v1/crawls/" + Paths.segment(id));
            return Answer.show(session, api, one, screen -> new CrawlView(one).print(screen, session.zone()));
        }
        JsonNode newest = workhorse.get("/api/v1/crawls?limit=" + limit);
        return Answer.show(session, api, newest, screen -> {
            Table table = table(newest.path("crawls"), session.zone());
            if (table.isEmpty()) {
                screen.line("Nothing has been crawled yet.");
                screen.next("./marquee ingest tmdb --help");
            } else {
                screen.table(table);
            }
        });
    }

    static Table table(JsonNode crawls, ZoneId zone) {
        Table table = new Table()
                .text("crawl")
                .text("source")
                .text("state")
                .figure("done")
                .figure("of")
                .figure("requests")
                .figure("retries")
                .figure("a second")
                .text("begun");
        for (JsonNode crawl : crawls) {
            table.row(
                    Json.text(crawl, "crawl_id"),
                    Json.text(crawl, "source"),
                    Json.text(crawl, "state"),
                    Json.count(crawl, "steps_done"),
                    Json.count(crawl, "steps_total"),
                    Json.count(crawl, "requests"),
                    Json.count(crawl, "retries"),
                    Figures.number(crawl.path("requests_per_second").asDouble()),
                    Json.time(crawl, "created_at", zone));
        }
        return table;
    }
}
