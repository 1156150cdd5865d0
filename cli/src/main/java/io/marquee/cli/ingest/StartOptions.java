package io.marquee.cli.ingest;

import picocli.CommandLine.Option;

/** How an ingestion is started. */
final class StartOptions {

    @Option(
            names = "--dry-run",
            description = "read, filter and check everything and say what would be loaded; load nothing")
    boolean dryRun;

    @Option(names = "--detach", description = "do not wait for the end")
    boolean detach;
}
