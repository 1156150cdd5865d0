package io.marquee.cli.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings rows online. */
@Command(name = "materialize", description = "bring the newest row of every entity online, for serving")
final class FeatureMaterialize implements Callable<Integer> {

    private final Session session;

    @Parameters(arity = "0..*", paramLabel = "VIEW", description = "all when not given")
    private List<String> views = List.of();

    @Option(names = "--incremental", description = "only what has come since the last time")
    private boolean incremental;

    @Option(
            names = "--rebuild",
            description = "everything again, whatever was before: for a Redis that has lost its rows")
    private boolean rebuild;

    @Option(names = "--start", paramLabel = "TIME", description = "rows later than this, 2026-01-31T00:00:00Z")
    private @Nullable Instant start;

    @Option(names = "--end", paramLabel = "TIME", description = "rows up to this; now when not given")
    private @Nullable Instant end;

    @Option(names = "--force", description = "take over from a run that has been left behind")
    private boolean force;

    @Mixin
    private ApiOptions api = new ApiOptions();

    FeatureMaterialize(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (incremental && rebuild) {
            throw new IllegalArgumentException("--incremental and --rebuild are two different things; take one");
        }
        if (start != null && (incremental || rebuild)) {
            throw new IllegalArgumentException(
                    "--start says where to begin, so neither --incremental nor --rebuild goes" + " with it");
        }
        HttpJson workhorse = session.workhorse(api);
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("kind", rebuild ? "rebuild" : incremental ? "materialize_incremental" : "materialize");
        request.put("views", views);
        request.put("start", start == null ? null : start.toString());
        request.put("end", end == null ? null : end.toString());
        request.put("force", force);
        JsonNode job = new FeatureJobs(session, workhorse).run("materialization", request);
        return Answer.show(session, api, job, screen -> print(screen, job));
    }

    static void print(Screen screen, JsonNode job) {
        JsonNode views = job.path("result").path("views");
        long rows = StreamSupport.stream(views.spliterator(), false)
                .mapToLong(view -> view.path("rows_written").asLong())
                .sum();
        screen.good("online: " + Figures.count(rows, "row") + " in " + Json.took(job, "started_at", "finished_at"));
        screen.line("");
        Table table = new Table().text("view").figure("rows written").figure("newer ones left alone");
        views.forEach(view ->
                table.row(Json.text(view, "view"), Json.count(view, "rows_written"), Json.count(view, "rows_newer")));
        screen.table(table);
        screen.next("./marquee features list");
    }
}
