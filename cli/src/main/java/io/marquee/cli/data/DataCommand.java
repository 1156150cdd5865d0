package io.marquee.cli.data;

import io.marquee.cli.command.Session;
import io.marquee.cli.data.quarantine.QuarantineCommand;
import io.marquee.cli.data.simulate.SimulateCommand;
import io.marquee.cli.data.snapshot.SnapshotCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group of verbs that look at the catalogue. */
@Command(name = "data", description = "look at the catalogue and what happened to it", synopsisSubcommandLabel = "VERB")
public final class DataCommand {

    private DataCommand() {}

    /** The verb with everything below it. */
    public static CommandLine of(Session session) {
        return new CommandLine(new DataCommand())
                .addSubcommand(new DatasetList(session))
                .addSubcommand(new DatasetShow(session))
                .addSubcommand(new IngestionList(session))
                .addSubcommand(new CrawlList(session))
                .addSubcommand(new QualityCommand(session))
                .addSubcommand(QuarantineCommand.of(session))
                .addSubcommand(new MovieLensDownload(session))
                .addSubcommand(SnapshotCommand.of(session))
                .addSubcommand(new ExportCommand(session))
                .addSubcommand(new ConnectionCommand(session))
                .addSubcommand(new SimulateCommand(session));
    }
}
