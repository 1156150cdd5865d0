package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Brings a backup back. */
@Command(name = "restore", description = "bring a backup back, all of it or nothing")
final class ExperimentRestore implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "BACKUP", description = "one of ./marquee experiments backup --list")
    private String backup = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    ExperimentRestore(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api)
                .post(ExperimentCommand.UPKEEP + "/backups/" + Paths.segment(backup) + "/restore", Map.of());
        return Answer.show(
                session,
                api,
                answer,
                screen -> screen.good("back: "
                        + Figures.count(answer.path("experiments").asLong(), "experiment") + ", "
                        + Figures.count(answer.path("runs").asLong(), "run") + ", "
                        + Figures.count(answer.path("models").asLong(), "model") + ", "
                        + Figures.count(answer.path("files").asLong(), "file")));
    }
}
