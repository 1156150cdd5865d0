package io.marquee.cli.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One feature view. */
@Command(name = "show", description = "what a view is computed from, how long its rows live, and its features")
final class FeatureShow implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "VIEW", description = "one of ./marquee features list")
    private String view = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    FeatureShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api).get(FeatureCommand.PATH + "/views/" + Paths.segment(view));
        return Answer.show(session, api, answer, screen -> print(screen, answer, session.zone()));
    }

    static void print(Screen screen, JsonNode view, ZoneId zone) {
        String name = Json.text(view, "name");
        screen.line(name + " version " + Json.text(view, "version") + ", of " + FeatureList.keys(view) + ", owned by "
                + Json.text(view, "owner"));
        screen.line(Json.text(view, "description"));
        screen.line("");
        screen.line("from     " + names(view.path("sources")) + " by " + Json.text(view, "computation")
                + (Json.text(view, "push_source").isEmpty()
                        ? ""
                        : "; pushed through " + Json.text(view, "push_source")));
        screen.line("ttl      " + Ages.ttl(view.path("ttl_seconds").asLong()) + " in training, "
                + Ages.ttl(view.path("online_ttl_seconds").asLong()) + " online");
        screen.line("offline  " + offline(view.path("offline"), zone));
        screen.line("online   " + online(view.path("online"), zone));
        screen.line("");
        screen.table(fields(view.path("fields")));
        screen.next("./marquee features stats " + name);
    }

    private static String names(JsonNode sources) {
        List<String> names = new ArrayList<>();
        sources.forEach(source -> names.add(source.asText()));
        return String.join(", ", names);
    }

    private static String offline(JsonNode build, ZoneId zone) {
        return build.isObject()
                ? Figures.count(build.path("rows").asLong(), "row") + " of the catalogue at "
                        + Json.time(build, "snapshot_at", zone)
                : "no rows";
    }

    private static String online(JsonNode online, ZoneId zone) {
        return online.isObject()
                ? Figures.count(online.path("rows_written").asLong(), "row") + " written at "
                        + Json.time(online, "materialized_at", zone)
                : "never materialized";
    }

    private static Table fields(JsonNode fields) {
        Table table = new Table().text("feature").text("type").text("valid").text("what it is", 80);
        for (JsonNode field : fields) {
            table.row(
                    Json.text(field, "name"), Json.text(field, "type"), range(field), Json.text(field, "description"));
        }
        return table;
    }

    /** The range that values keep to: {@code 0.5 to 5}, {@code from 0}; empty when it is open. */
    static String range(JsonNode bounds) {
        boolean low = bounds.path("min").isNumber();
        boolean high = bounds.path("max").isNumber();
        String min = low ? plain(bounds.path("min").asDouble()) : "";
        String max = high ? plain(bounds.path("max").asDouble()) : "";
        return low && high ? min + " to " + max : low ? "from " + min : high ? "up to " + max : "";
    }

    private static String plain(double value) {
        return Figures.number(value).replace(",", "");
    }
}
