package io.marquee.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.ingest.IngestionView;
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

/** The newest ingestions, or one of them. */
@Command(name = "ingestions", description = "the newest ingestions, or how one of them went")
final class IngestionList implements Callable<Integer> {

    private static final int WHERE = 40;

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "one ingestion")
    private @Nullable String id;

    @Option(names = "--limit", paramLabel = "N", description = "how many", showDefaultValue = Visibility.ALWAYS)
    private int limit = 20;

    @Mixin
    private ApiOptions api = new ApiOptions();

    IngestionList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (id != null) {
            JsonNode one = session.workhorse(api).get("/api/v1/ingestions/" + Paths.segment(id));
            return Answer.show(session, api, one, new IngestionView(one)::print);
        }
        JsonNode newest = session.workhorse(api).get("/api/v1/ingestions?limit=" + limit);
        return Answer.show(
                session, api, newest, screen -> screen.table(table(newest.path("ingestions"), session.zone())));
    }

    static Table table(JsonNode ingestions, ZoneId zone) {
        Table table = new Table()
                .text("ingestion")
                .text("source")
                .text("state")
                .figure("accepted")
                .figure("rejected")
                .text("started")
                .figure("took")
                .text("where", WHERE);
        for (JsonNode one : ingestions) {
            long accepted = one.path("movies").path("accepted").asLong()
                    + one.path("ratings").path("accepted").asLong();
            long rejected = one.path("movies").path("rejected").asLong()
                    + one.path("ratings").path("rejected").asLong();
            table.row(
                    Json.text(one, "ingestion_id"),
                    Json.text(one, "source"),
                    Json.text(one, "state") + (one.path("dry_run").asBoolean() ? ", dry run" : ""),
                    Figures.count(accepted),
                    Figures.count(rejected),
                    Json.time(one, "started_at", zone),
                    Json.took(one, "started_at", "finished_at"),
                    Json.text(one, "path"));
        }
        return table;
    }
}
