package io.marquee.cli.ingest;

import io.marquee.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group of verbs that bring data into the catalogue. */
@Command(name = "ingest", description = "bring data into the catalogue", synopsisSubcommandLabel = "SOURCE")
public final class IngestCommand {

    private IngestCommand() {}

    /** The verb with everything below it. */
    public static CommandLine of(Session session) {
        return new CommandLine(new IngestCommand())
                .addSubcommand(FolderIngest.command(
                        session,
                        "movielens",
                        "a MovieLens release of any form, as a folder or as the zip file that was published"))
                .addSubcommand(FolderIngest.command(
                        session, "standard", "movies.csv and ratings.csv with the catalogue's own columns"))
                .addSubcommand(new ImdbIngest(session))
                .addSubcommand(new TmdbIngest(session))
                .addSubcommand(new FileIngest(session))
                .addSubcommand(new SqlIngest(session));
    }
}
