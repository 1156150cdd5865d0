package io.marquee.cli.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.ExitCode;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts the local definitions in force. */
@Command(name = "apply", description = "put the definition files in force, all of them or none")
final class FeatureApply implements Callable<Integer> {

    private final Session session;

    @Option(names = "--folder", paramLabel = "DIR", description = "definition files; config/features when not given")
    private @Nullable Path folder;

    @Option(names = "--revision", paramLabel = "N", description = "go back to an older revision instead")
    private @Nullable Long revision;

    @Option(names = "--note", paramLabel = "TEXT", description = "what it is for")
    private @Nullable String note;

    @Option(
            names = "--breaking",
            description = "also when it breaks what somebody may use; never what a live model uses")
    private boolean breaking;

    @Mixin
    private ApiOptions api = new ApiOptions();

    FeatureApply(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (revision != null && folder != null) {
            throw new IllegalArgumentException("--revision and --folder are two different things; take one");
        }
        HttpJson workhorse = session.workhorse(api);
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("author", session.environment().getOrDefault("USER", "marquee"));
        order.put("note", note);
        if (revision == null) {
            Map<String, String> files = DefinitionFolder.read(DefinitionFolder.locate(session, folder));
            order.put("files", files);
            JsonNode plan = workhorse.post(FeaturePlan.REGISTRY + "/plan", Map.of("files", files));
            order.put("expected_revision", plan.path("revision").asLong());
            if (plan.path("refusals").isEmpty() && PlanView.isBreaking(plan) && !breaking) {
                throw new CommandFailedException("some of " + PlanView.count(plan)
                        + " are breaking: look at them with ./marquee features plan, then apply them with --breaking");
            }
        } else {
            order.put("revision", revision);
        }
        JsonNode applied = workhorse.post(FeaturePlan.REGISTRY + "/apply", order);
        if (api.json()) {
            session.screen().json(applied);
        } else {
            print(session.screen(), applied);
        }
        return ExitCode.OK;
    }

    private static void print(Screen screen, JsonNode applied) {
        if (PlanView.isEmpty(applied)) {
            screen.good(
                    "nothing to change: revision " + applied.path("revision").asText() + " stays in force");
            return;
        }
        screen.good("revision " + applied.path("revision").asText() + " is in force");
        screen.line("");
        PlanView.print(screen, applied);
        screen.next(applied.path("rebuilds").isEmpty() ? "./marquee features list" : "./marquee features build");
    }
}
