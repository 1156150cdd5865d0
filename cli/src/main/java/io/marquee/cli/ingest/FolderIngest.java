package io.marquee.cli.ingest;

import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Loads a folder of files. */
@Command
final class FolderIngest implements Callable<Integer> {

    private final Session session;
    private final String source;

    @Parameters(paramLabel = "PATH", description = "where it is")
    private Path folder = Path.of("");

    @Mixin
    private StartOptions start = new StartOptions();

    @Mixin
    private ApiOptions api = new ApiOptions();

    private FolderIngest(Session session, String source) {
        this.session = session;
        this.source = source;
    }

    /** The command for a kind of folder. */
    static CommandLine command(Session session, String source, String description) {
        CommandLine line = new CommandLine(new FolderIngest(session, source));
        line.getCommandSpec().name(source).usageMessage().description(description);
        return line;
    }

    @Override
    public Integer call() {
        return new IngestionRun(session, api)
                .run(source, session.absolute(folder).toString(), Map.of(), start);
    }
}
