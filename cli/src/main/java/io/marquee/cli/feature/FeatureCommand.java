package io.marquee.cli.feature;

import io.marquee.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group of verbs of the feature store. */
@Command(
        name = "features",
        description = "define, build and look at features, and compare serving with training",
        synopsisSubcommandLabel = "VERB")
public final class FeatureCommand {

    static final String PATH = "/api/v1/features";

    private FeatureCommand() {}

    /** The verb with everything below it. */
    public static CommandLine of(Session session) {
        return new CommandLine(new FeatureCommand())
                .addSubcommand(new FeaturePlan(session))
                .addSubcommand(new FeatureApply(session))
                .addSubcommand(new FeatureList(session))
                .addSubcommand(new FeatureShow(session))
                .addSubcommand(new FeatureBuild(session))
                .addSubcommand(new FeatureMaterialize(session))
                .addSubcommand(new FeatureGet(session))
                .addSubcommand(new FeatureStats(session))
                .addSubcommand(new FeatureSkew(session));
    }
}
