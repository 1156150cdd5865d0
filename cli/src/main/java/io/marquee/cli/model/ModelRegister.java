package io.marquee.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the next version. */
@Command(name = "register", description = "make what a run has logged the next version of a model")
final class ModelRegister implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "MODEL", description = "its name; it need not exist yet")
    private String model = "";

    @Option(names = "--run", paramLabel = "RUN", required = true, description = "the run that logged the model")
    private String run = "";

    @Option(
            names = "--path",
            paramLabel = "PATH",
            defaultValue = "model",
            description = "where the run's artefacts hold it (default: ${DEFAULT-VALUE})")
    private String path = "model";

    @Option(names = "--description", paramLabel = "TEXT", description = "a line for people")
    private @Nullable String description;

    @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "metadata; may be repeated")
    private Map<String, String> tags = new LinkedHashMap<>();

    @Mixin
    private ApiOptions api = new ApiOptions();

    ModelRegister(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, Object> request = new LinkedHashMap<>(Map.of("run_id", run, "path", path, "tags", tags));
        if (description != null) {
            request.put("description", description);
        }
        JsonNode made = session.workhorse(api).post(ModelCommand.path(model) + "/versions", request);
        return Answer.show(session, api, made, screen -> {
            screen.good("version " + Json.text(made, "version") + " of " + model);
            screen.next("./marquee models promote " + model + " " + Json.text(made, "version"));
        });
    }
}
