package io.marquee.cli.data.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Forgets a snapshot. */
@Command(name = "delete", description = "delete a snapshot that nothing refers to; gc frees its room")
final class SnapshotDelete implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "TAG", description = "the snapshot")
    private String tag = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    SnapshotDelete(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api).delete(SnapshotJobs.PATH + "/" + Paths.segment(tag));
        return Answer.show(session, api, answer, screen -> {
            screen.good("snapshot " + tag + " is deleted");
            screen.next("./marquee data snapshot gc");
        });
    }
}
