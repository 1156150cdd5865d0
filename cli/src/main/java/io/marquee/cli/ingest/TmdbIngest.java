package io.marquee.cli.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.ExitCode;
import io.marquee.cli.command.JobWatch;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Crawls TMDB and loads what it says. */
@Command(
        name = "tmdb",
        description = {
            "movies of TMDB, by lists, years or what has changed; workhorse needs TMDB_API_KEY",
            "A crawl that was cut off goes on by itself when workhorse is back; one that failed does with --resume."
        })
final class TmdbIngest implements Callable<Integer> {

    private static final String PATH = "/api/v1/crawls";
    private static final int FIRST_YEAR = 1874;
    private static final int LAST_YEAR = 2100;

    private final Session session;

    @Option(
            names = "--lists",
            split = ",",
            paramLabel = "LIST",
            description = "popular, top_rated, now_playing; popular when nothing is said")
    private @Nullable List<String> lists;

    @Option(
            names = "--years",
            split = ",",
            paramLabel = "YEARS",
            description = "everything released in these years, for example 2020-2024 or 1999,2003")
    private @Nullable List<String> years;

    @Option(names = "--pages", paramLabel = "PAGES", description = "pages of each list and year, for example 1-5")
    private @Nullable String pages;

    @Option(names = "--changes", description = "what has changed since the last crawl for changes")
    private boolean changes;

    @Option(
            names = "--since",
            paramLabel = "DAY",
            description = "with --changes: since that day, for example 2026-01-31")
    private @Nullable String since;

    @Option(names = "--region", paramLabel = "COUNTRY", description = "for example KR")
    private @Nullable String region;

    @Option(names = "--language", paramLabel = "LANGUAGE", description = "for example ko-KR")
    private @Nullable String language;

    @Option(
            names = "--resume",
            paramLabel = "ID",
            description = "let a crawl that failed or was cancelled go on where it is")
    private @Nullable String resume;

    @Option(names = "--detach", description = "do not wait for the end")
    private boolean detach;

    @Mixin
    private ApiOptions api = new ApiOptions();

    TmdbIngest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        JsonNode started = resume == null
                ? workhorse.post(PATH, request())
                : workhorse.post(PATH + "/" + Paths.segment(resume) + "/resume", Map.of());
        String id = Json.text(started, "crawl_id");
        String lookAgain = "./marquee data crawls " + id;
        if (detach) {
            return Answer.show(session, api, started, screen -> {
                screen.good("crawl " + id + " has started");
                screen.next(lookAgain);
            });
        }
        JsonNode ended = new JobWatch(session.screen())
                .until(
                        "crawl tmdb",
                        lookAgain,
                        () -> workhorse.get(PATH + "/" + Paths.segment(id)),
                        now -> new CrawlView(now).ended(),
                        (now, progress) -> new CrawlView(now).show(progress));
        CrawlView view = new CrawlView(ended);
        Answer.show(session, api, ended, screen -> view.print(screen, session.zone()));
        return view.succeeded() ? ExitCode.OK : ExitCode.FAILED;
    }

    private Map<String, Object> request() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("source", "tmdb");
        put(request, "lists", lists);
        put(request, "years", years == null ? null : years(years));
        put(request, "pages", pages);
        put(request, "changes", changes ? true : null);
        put(request, "since", since);
        put(request, "region", region);
        put(request, "language", language);
        return request;
    }

    /** Years and ranges of years, one by one. */
    static List<Integer> years(List<String> words) {
        List<Integer> years = new ArrayList<>();
        for (String word : words) {
            String[] ends = word.strip().split("-", -1);
            if (ends.length > 2 || !ends[0].matches("\\d{4}") || !ends[ends.length - 1].matches("\\d{4}")) {
                throw new IllegalArgumentException("--years must be such as 2020-2024 or 1999,2003, got: " + word);
            }
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (first > last || first < FIRST_YEAR || last > LAST_YEAR) {
                throw new IllegalArgumentException(
                        "--years must rise, from " + FIRST_YEAR + " to " + LAST_YEAR + ", got: " + word);
            }
            for (int year = first; year <= last; year++) {
                years.add(year);
            }
        }
        return years;
    }

    private static void put(Map<String, Object> request, String name, @Nullable Object value) {
        if (value != null) {
            request.put(name, value);
        }
    }
}
