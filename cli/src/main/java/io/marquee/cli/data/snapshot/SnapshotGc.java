package io.marquee.cli.data.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes what nobody needs. */
@Command(name = "gc", description = "remove old temporary snapshots, and objects that no snapshot needs")
final class SnapshotGc implements Callable<Integer> {

    private final Session session;

    @Option(names = "--dry-run", description = "say what would go; remove nothing")
    private boolean dryRun;

    @Option(names = "--keep-newest", paramLabel = "N", description = "as many temporary snapshots stay")
    private @Nullable Integer keepNewest;

    @Option(names = "--max-age-days", paramLabel = "DAYS", description = "the age at which a temporary one goes")
    private @Nullable Integer maxAgeDays;

    @Mixin
    private ApiOptions api = new ApiOptions();

    SnapshotGc(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("dry_run", dryRun);
        body.put("keep_newest", keepNewest);
        body.put("max_age_days", maxAgeDays);
        JsonNode job =
                new SnapshotJobs(session, workhorse).watch("gc", workhorse.post(SnapshotJobs.PATH + "/gc", body));
        return Answer.show(session, api, job, screen -> print(screen, job.path("result")));
    }

    static void print(Screen screen, JsonNode result) {
        boolean dry = result.path("dry_run").asBoolean();
        screen.good((dry ? "would remove " : "removed ")
                + Figures.count(result.path("snapshots").size(), "snapshot") + " and "
                + Figures.count(result.path("objects").asLong(), "object") + ", "
                + Figures.bytes(result.path("bytes").asLong()) + "; "
                + Figures.count(result.path("objects_kept").asLong(), "object") + ", "
                + Figures.bytes(result.path("bytes_kept").asLong()) + (dry ? " would stay" : " stay"));
        if (!result.path("waiting_for").isEmpty()) {
            screen.doubtful("no object was removed, since a snapshot may be being taken; try again later");
        }
        if (!result.path("snapshots").isEmpty()) {
            screen.line("");
            Table table = new Table().text("snapshot").text("why");
            result.path("snapshots").forEach(one -> table.row(Json.text(one, "tag"), Json.text(one, "reason")));
            screen.table(table);
        }
    }
}
