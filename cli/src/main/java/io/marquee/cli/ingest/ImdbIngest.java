package io.marquee.cli.ingest;

import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads IMDb's published tables. */
@Command(
        name = "imdb",
        description = {
            "IMDb's tables as published: title.basics.tsv.gz, title.ratings.tsv.gz and, for people, title.crew.tsv.gz,"
                    + " title.principals.tsv.gz, name.basics.tsv.gz"
        })
final class ImdbIngest implements Callable<Integer> {

    private final Session session;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "the folder; without one workhorse downloads the tables, if it was told from where")
    private @Nullable Path folder;

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "TYPE",
            description = "what is taken; movie,tvMovie when not given")
    private @Nullable List<String> types;

    @Option(names = "--year-from", paramLabel = "YEAR", description = "nothing older")
    private @Nullable Integer yearFrom;

    @Option(names = "--year-to", paramLabel = "YEAR", description = "nothing newer")
    private @Nullable Integer yearTo;

    @Option(names = "--min-votes", paramLabel = "N", description = "nothing with fewer votes")
    private @Nullable Integer minVotes;

    @Option(names = "--only-known", description = "only titles that the catalogue knows by their IMDb id")
    private boolean onlyKnown;

    @Option(names = "--adult", description = "adult titles too")
    private boolean adult;

    @Option(names = "--no-people", description = "no directors and actors, which take most of the time")
    private boolean noPeople;

    @Mixin
    private StartOptions start = new StartOptions();

    @Mixin
    private ApiOptions api = new ApiOptions();

    ImdbIngest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, Object> options = new LinkedHashMap<>();
        put(options, "types", types);
        put(options, "year_from", yearFrom);
        put(options, "year_to", yearTo);
        put(options, "min_votes", minVotes);
        put(options, "only_known", onlyKnown ? true : null);
        put(options, "adult", adult ? true : null);
        put(options, "people", noPeople ? false : null);
        String uri = folder == null ? null : session.absolute(folder).toString();
        return new IngestionRun(session, api).run("imdb", uri, options, start);
    }

    private static void put(Map<String, Object> options, String name, @Nullable Object value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
