package io.marquee.cli.data.simulate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.ExitCode;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Progress;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import io.marquee.cli.simulation.WatchLogCsv;
import io.marquee.cli.simulation.WatchLogSimulator;
import io.marquee.cli.simulation.WatchLogSimulator.Movie;
import io.marquee.cli.simulation.WatchLogSimulator.Parameters;
import io.marquee.cli.simulation.WatchLogSimulator.Watch;
import io.marquee.cli.simulation.WatchPlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Simulates who watched what, writes it down, and tells the suite if it is to know. */
@Command(
        name = "simulate",
        description = {
            "simulate who watches which movie for how long",
            "Well rated movies are drawn more often and watched longer. The same seed and movies give the same log."
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final int ID_DIGITS = 12;

    private final Session session;

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "how many users there are, with ids from 1",
            showDefaultValue = Visibility.ALWAYS)
    private int users = Parameters.DEFAULT.users();

    @Option(
            names = "--max-select",
            paramLabel = "N",
            description = "most movies a user draws",
            showDefaultValue = Visibility.ALWAYS)
    private int maxSelect = Parameters.DEFAULT.maxSelect();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "decides everything that is random",
            showDefaultValue = Visibility.ALWAYS)
    private long seed = Parameters.DEFAULT.seed();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for watch_log.csv and watch_log.png",
            showDefaultValue = Visibility.ALWAYS)
    private Path out = Path.of("result");

    @Option(
            names = "--movies",
            paramLabel = "CSV",
            description = "movies with movie_id, vote_average, popularity, instead of the catalogue's")
    private @Nullable Path movies;

    @Option(names = "--events", description = "also send each watching to the gateway, as a view with a duration")
    private boolean events;

    @Option(
            names = "--controltower",
            paramLabel = "URL",
            description = "where controltower answers, if not here; also CONTROLTOWER_URL")
    private @Nullable String controltower;

    @Mixin
    private ApiOptions api = new ApiOptions();

    public SimulateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Parameters parameters = new Parameters(seed, users, maxSelect);
        List<Movie> choice = movies == null
                ? MoviesToWatch.ofCatalogue(session.workhorse(api))
                : MoviesToWatch.ofFile(session.absolute(movies));
        if (choice.isEmpty()) {
            throw new CommandFailedException((movies == null ? "no movie of the catalogue" : "no movie of " + movies)
                    + " has a vote average, and without one nobody knows how well it is liked: ./marquee ingest tmdb and"
                    + " ./marquee ingest imdb bring them; or name a file: --movies movies.csv");
        }
        if (events && movies != null) {
            MoviesToWatch.refuseUnknown(session.workhorse(api), choice);
        }
        List<Watch> log = new WatchLogSimulator(parameters, choice).simulate();
        Path folder = session.absolute(out);
        Files.createDirectories(folder);
        Path csv = folder.resolve("watch_log.csv");
        WatchLogCsv.write(csv, log);
        Path plot = folder.resolve("watch_log.png");
        WatchPlot.write(plot, log);
        Duration sending = events ? send(log, csv) : Duration.ZERO;
        if (api.json()) {
            session.screen().json(json(log, choice.size(), csv, plot, sending));
        } else {
            print(log, choice.size(), csv, plot, sending);
        }
        return ExitCode.OK;
    }

    private Duration send(List<Watch> log, Path csv) throws IOException, InterruptedException {
        HttpJson gateway = session.controltower(controltower);
        WatchEvents sender = new WatchEvents(gateway, digest(csv), seed);
        try (Progress progress = session.screen().progress("send events")) {
            sender.send(log, done -> {
                double seconds = Math.max(1e-3, progress.elapsed().toMillis() / 1e3);
                progress.at(
                        log.isEmpty() ? 1 : (double) done / log.size(),
                        Figures.count(done) + " of " + Figures.count(log.size()) + ", "
                                + Figures.rate(done / seconds, "events"));
            });
            return progress.elapsed();
        }
    }

    private void print(List<Watch> log, int choice, Path csv, Path plot, Duration sending) throws IOException {
        Screen screen = session.screen();
        screen.good(Figures.count(log.size(), "watching") + " of " + Figures.count(movies(log)) + " of "
                + Figures.count(choice, "movie") + " by " + Figures.count(watchers(log)) + " of "
                + Figures.count(users, "user") + ", seed " + seed);
        if (events) {
            screen.good(Figures.count(log.size(), "event") + " sent in " + Figures.duration(sending) + ", "
                    + Figures.rate(log.size() / Math.max(1e-3, sending.toMillis() / 1e3), "events"));
        }
        screen.line("");
        Table table = new Table().text("file").figure("size").text("what");
        table.row(csv.toString(), Figures.bytes(Files.size(csv)), String.join(", ", WatchLogCsv.COLUMNS));
        table.row(plot.toString(), Figures.bytes(Files.size(plot)), "rating against watch_seconds");
        screen.table(table);
        if (!events) {
            screen.next("./marquee data simulate --events");
        }
    }

    private ObjectNode json(List<Watch> log, int choice, Path csv, Path plot, Duration sending) {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("watchings", log.size());
        json.put("users", users);
        json.put("users_watching", watchers(log));
        json.put("movies", choice);
        json.put("movies_watched", movies(log));
        json.put("seed", seed);
        json.put("csv", csv.toString());
        json.put("plot", plot.toString());
        json.put("events_sent", events ? log.size() : 0);
        json.put("events_seconds", sending.toMillis() / 1e3);
        return json;
    }

    private static long watchers(List<Watch> log) {
        return log.stream().mapToLong(Watch::userId).distinct().count();
    }

    private static long movies(List<Watch> log) {
        return log.stream().mapToLong(Watch::movieId).distinct().count();
    }

    private static String digest(Path csv) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(csv));
            return HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
