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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Computes the offline rows. */
@Command(name = "build", description = "compute all views from the catalogue as it is now, for training")
final class FeatureBuild implements Callable<Integer> {

    private final Session session;

    @Mixin
    private ApiOptions api = new ApiOptions();

    FeatureBuild(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        JsonNode job = new FeatureJobs(session, workhorse).run("feature build", Map.of("kind", "build"));
        return Answer.show(session, api, job, screen -> print(screen, job));
    }

    static void print(Screen screen, JsonNode job) {
        JsonNode builds = job.path("result").path("builds");
        long rows = StreamSupport.stream(builds.spliterator(), false)
                .mapToLong(build -> build.path("rows").asLong())
                .sum();
        screen.good("built " + Figures.count(rows, "row") + " in " + Json.took(job, "started_at", "finished_at"));
        screen.line("");
        Table table = new Table().text("view").figure("version").figure("rows");
        builds.forEach(
                build -> table.row(Json.text(build, "view"), Json.count(build, "version"), Json.count(build, "rows")));
        screen.table(table);
        screen.next("./marquee features materialize");
    }
}
