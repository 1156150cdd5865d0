package io.marquee.cli.model;

import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group of verbs of the model registry. */
@Command(
        name = "models",
        description = "register, look at, promote, roll back, compare and retire versions of models",
        synopsisSubcommandLabel = "VERB")
public final class ModelCommand {

    static final String PATH = "/api/v1/models";

    private ModelCommand() {}

    /** The verb with everything below it. */
    public static CommandLine of(Session session) {
        return new CommandLine(new ModelCommand())
                .addSubcommand(new ModelList(session))
                .addSubcommand(new ModelShow(session))
                .addSubcommand(new ModelRegister(session))
                .addSubcommand(new ModelPromote(session))
                .addSubcommand(new ModelRollback(session))
                .addSubcommand(new ModelCompare(session))
                .addSubcommand(new ModelRetire(session));
    }

    static String path(String model) {
        return PATH + "/" + Paths.segment(model);
    }

    static String path(String model, String version) {
        return path(model) + "/versions/" + Paths.segment(version);
    }
}
