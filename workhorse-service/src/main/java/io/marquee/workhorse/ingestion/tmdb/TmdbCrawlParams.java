package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.crawl.CrawlSettings;
import io.marquee.workhorse.ingestion.tmdb.TmdbStep.MovieList;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What decides a crawl of TMDB, as it is stored with the crawl. Reading it from a request fills in what is left open;
 * reading it from what {@link #toMap()} made gives the same again.
 */
record TmdbCrawlParams(TmdbPlan plan, TmdbSettings settings) {

    private static final Pattern PAGES = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}(-[A-Z]{2})?");
    private static final Pattern LANGUAGES = Pattern.compile("[a-z]{2,4}(-[A-Z]{2})?(,[a-z]{2,4}(-[A-Z]{2})?)*");
    private static final Pattern REGION = Pattern.compile("[A-Z]{2}");
    private static final int FIRST_FILM = 1874;
    private static final int LAST_YEAR = 2100;

    /**
     * Reads a request, or what has been stored.
     *
     * @param defaults for the settings
     * @param changesFrom asked when the request wants changes and does not say since when
     */
    static TmdbCrawlParams from(
            Map<String, Object> request, TmdbSettings defaults, Supplier<LocalDate> changesFrom, LocalDate today) {
        RequestFields fields = new RequestFields(request);
        boolean changes = fields.flag("changes", false);
        LocalDate until = Objects.requireNonNullElse(fields.day("until"), today);
        LocalDate since = fields.day("since");
        if (since != null && !changes) {
            throw ProblemException.invalid("since", since, "goes with 'changes': true");
        }
        if (changes && since == null) {
            since = changesFrom.get();
        }
        if (since != null && since.isAfter(until)) {
            throw ProblemException.invalid("since", since, "must not be after " + until);
        }
        List<MovieList> lists = fields.list("lists").stream()
                .map(TmdbCrawlParams::list)
                .distinct()
                .toList();
        List<Integer> years = fields.list("years").stream()
                .map(year -> RequestFields.whole("years", year, FIRST_FILM, LAST_YEAR))
                .distinct()
                .toList();
        if (lists.isEmpty() && years.isEmpty() && !changes) {
            lists = List.of(MovieList.POPULAR);
        }
        int[] pages = pages(fields.value("pages"));
        TmdbPlan plan = new TmdbPlan(lists, years, pages[0], pages[1], fields.flag("details", true), since, until);
        TmdbSettings settings = settings(fields, defaults);
        fields.requireNoOther();
        return new TmdbCrawlParams(plan, settings);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("lists", plan.lists().stream().map(MovieList::wireName).toList());
        map.put("years", plan.years());
        map.put("pages", plan.firstPage() + "-" + plan.lastPage());
        map.put("details", plan.details());
        map.put("changes", plan.changesFrom() != null);
        if (plan.changesFrom() != null) {
            map.put("since", plan.changesFrom().toString());
            map.put("until", plan.changesTo().toString());
        }
        map.put("region", settings.region());
        map.put("language", settings.language());
        map.put("include_image_language", settings.includeImageLanguage());
        map.put("genre_language", settings.genreLanguage());
        map.put("connect_timeout_seconds", seconds(settings.connectTimeout()));
        map.put("read_timeout_seconds", seconds(settings.readTimeout()));
        CrawlSettings pace = settings.pace();
        map.put("interval_seconds", seconds(pace.interval()));
        map.put("attempts", pace.attempts());
        map.put("backoff_base_seconds", seconds(pace.backoffBase()));
        map.put("backoff_cap_seconds", seconds(pace.backoffCap()));
        map.put("retry_after_cap_seconds", seconds(pace.retryAfterCap()));
        return map;
    }

    private static TmdbSettings settings(RequestFields fields, TmdbSettings defaults) {
        String languageRule = "must be a language such as ko or ko-KR";
        return new TmdbSettings(
                fields.text("region", defaults.region(), REGION, "must be a country such as KR"),
                fields.text("language", defaults.language(), LANGUAGE, languageRule),
                fields.text(
                        "include_image_language",
                        defaults.includeImageLanguage(),
                        LANGUAGES,
                        "must be languages such as ko,en"),
                fields.text("genre_language", defaults.genreLanguage(), LANGUAGE, languageRule),
                positive("connect_timeout_seconds", fields, defaults.connectTimeout()),
                positive("read_timeout_seconds", fields, defaults.readTimeout()),
                new CrawlSettings(
                        fields.seconds("interval_seconds", defaults.pace().interval()),
                        fields.number("attempts", defaults.pace().attempts(), 1, 100),
                        fields.seconds("backoff_base_seconds", defaults.pace().backoffBase()),
                        fields.seconds("backoff_cap_seconds", defaults.pace().backoffCap()),
                        fields.seconds(
                                "retry_after_cap_seconds", defaults.pace().retryAfterCap())));
    }

    private static Duration positive(String name, RequestFields fields, Duration otherwise) {
        Duration value = fields.seconds(name, otherwise);
        if (value.isZero()) {
            throw ProblemException.invalid(name, 0, "must be more than 0 seconds");
        }
        return value;
    }

    private static MovieList list(Object name) {
        try {
            return MovieList.fromWire(name.toString());
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("lists", name, "must be of popular, top_rated, now_playing");
        }
    }

    private static int[] pages(@Nullable Object value) {
        if (value == null) {
            return new int[] {1, 1};
        }
        Matcher matcher = PAGES.matcher(value.toString());
        if (matcher.matches()) {
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (first >= 1 && first <= last && last <= TmdbClient.LAST_PAGE) {
                return new int[] {first, last};
            }
        }
        throw ProblemException.invalid(
                "pages", value, "must be a page or a range such as 1-5, within 1 to " + TmdbClient.LAST_PAGE);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
