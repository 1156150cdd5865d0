package io.marquee.cli.data.snapshot;

import io.marquee.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group of verbs about versions of the catalogue. */
@Command(name = "snapshot", description = "versions of the catalogue, by tag", synopsisSubcommandLabel = "VERB")
public final class SnapshotCommand {

    private SnapshotCommand() {}

    /** The verb with everything below it. */
    public static CommandLine of(Session session) {
        return new CommandLine(new SnapshotCommand())
                .addSubcommand(new SnapshotCreate(session))
                .addSubcommand(new SnapshotList(session))
                .addSubcommand(new SnapshotShow(session))
                .addSubcommand(new SnapshotDiff(session))
                .addSubcommand(new SnapshotRestore(session))
                .addSubcommand(new SnapshotDelete(session))
                .addSubcommand(new SnapshotGc(session));
    }
}
