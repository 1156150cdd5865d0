package io.marquee.cli.data.quarantine;

import io.marquee.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group of verbs about rows that were refused. */
@Command(
        name = "quarantine",
        description = "rows and events that were refused, and why",
        synopsisSubcommandLabel = "VERB")
public final class QuarantineCommand {

    static final String PATH = "/api/v1/quarantine";

    private QuarantineCommand() {}

    /** The verb with everything below it. */
    public static CommandLine of(Session session) {
        return new CommandLine(new QuarantineCommand())
                .addSubcommand(new QuarantineList(session))
                .addSubcommand(new QuarantineReasons(session))
                .addSubcommand(new QuarantineShow(session))
                .addSubcommand(new QuarantineReplay(session))
                .addSubcommand(new QuarantineDiscard(session));
    }
}
