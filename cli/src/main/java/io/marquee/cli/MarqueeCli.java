package io.marquee.cli;

import io.marquee.cli.command.ExitCode;
import io.marquee.cli.command.Session;
import io.marquee.cli.data.DataCommand;
import io.marquee.cli.experiment.ExperimentCommand;
import io.marquee.cli.feature.FeatureCommand;
import io.marquee.cli.ingest.IngestCommand;
import io.marquee.cli.model.ModelCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Entry point of the pipeline verbs. */
@Command(name = "./marquee", synopsisSubcommandLabel = "VERB")
public final class MarqueeCli {

    private final Session session;

    /** Read by picocli alone. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "this text")
    private boolean help;

    MarqueeCli(Session session) {
        this.session = session;
    }

    public static void main(String[] arguments) {
        System.exit(new MarqueeCli(Session.system()).run(arguments));
    }

    /** Runs a command line and returns the exit code, see {@link ExitCode}. */
    int run(String... arguments) {
        CommandLine line = new CommandLine(this)
                .addSubcommand(IngestCommand.of(session))
                .addSubcommand(DataCommand.of(session))
                .addSubcommand(FeatureCommand.of(session))
                .addSubcommand(ModelCommand.of(session))
                .addSubcommand(ExperimentCommand.of(session));
        // A file that begins with @ is a query for ingest sql, not a file of arguments.
        line.setExpandAtFiles(false);
        line.setOut(new java.io.PrintWriter(session.screen().out(), true));
        line.setErr(new java.io.PrintWriter(session.screen().err(), true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(session.screen().colours() ? Ansi.ON : Ansi.OFF));
        line.setExecutionExceptionHandler(new Failures(session.screen()));
        line.setParameterExceptionHandler(new Misuse(session.screen()));
        return line.execute(arguments);
    }
}
