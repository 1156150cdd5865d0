package io.marquee.cli.ingest;

import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads any file. */
@Command(
        name = "file",
        description = {
            "a CSV, TSV, JSON Lines or Parquet file, plain or compressed",
            "By path or URI: file://, s3://, gs://, abfs://. Several files by a pattern such as 'ratings-*.csv.gz'."
        })
final class FileIngest implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "URI", description = "path or URI")
    private String uri = "";

    @Mixin
    private TableOptions table = new TableOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv, tsv, jsonl or parquet, where the name does not tell")
    private @Nullable String format;

    @Option(names = "--delimiter", paramLabel = "CHARACTER", description = "for example ';', or tab")
    private @Nullable String delimiter;

    @Option(names = "--encoding", paramLabel = "ENCODING", description = "UTF-8 when not given")
    private @Nullable String encoding;

    @Mixin
    private StartOptions start = new StartOptions();

    @Mixin
    private ApiOptions api = new ApiOptions();

    FileIngest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, Object> options = table.values();
        put(options, "format", format);
        put(options, "delimiter", delimiter);
        put(options, "encoding", encoding);
        return new IngestionRun(session, api).run("file", session.location(uri), options, start);
    }

    private static void put(Map<String, Object> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
