package io.marquee.cli.ingest;

import picocli.CommandLine.Option;

/** How an ingestion is started. */
final class StartOptions {

    @Option(names = "--detach", description = "do not wait for the end")
    boolean detach;
}
