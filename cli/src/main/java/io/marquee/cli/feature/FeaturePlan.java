package io.marquee.cli.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.ExitCode;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What applying the local definitions would change. */
@Command(name = "plan", description = "what applying the definition files would change; changes nothing")
final class FeaturePlan implements Callable<Integer> {

    static final String REGISTRY = "/api/v1/feature-registry";

    private final Session session;

    @Option(names = "--folder", paramLabel = "DIR", description = "definition files; config/features when not given")
    private @Nullable Path folder;

    @Mixin
    private ApiOptions api = new ApiOptions();

    FeaturePlan(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Path located = DefinitionFolder.locate(session, folder);
        Map<String, String> files = DefinitionFolder.read(located);
        JsonNode plan = session.workhorse(api).post(REGISTRY + "/plan", Map.of("files", files));
        if (api.json()) {
            session.screen().json(plan);
            return plan.path("refusals").isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        }
        return print(session.screen(), plan, located, files.size());
    }

    private static int print(Screen screen, JsonNode plan, Path folder, int files) {
        String both = "the " + Figures.count(files, "file") + " of " + folder + " and revision "
                + plan.path("revision").asText();
        if (PlanView.isEmpty(plan)) {
            screen.good(both + " are the same");
            screen.next("./marquee features list");
            return ExitCode.OK;
        }
        screen.line("between " + both + ":");
        screen.line("");
        PlanView.print(screen, plan);
        if (PlanView.printRefusals(screen, plan)) {
            return ExitCode.FAILED;
        }
        screen.next("./marquee features apply" + (PlanView.isBreaking(plan) ? " --breaking" : ""));
        return ExitCode.OK;
    }
}
