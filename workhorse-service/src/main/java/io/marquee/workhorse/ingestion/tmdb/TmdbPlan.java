package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.workhorse.ingestion.tmdb.TmdbStep.MovieList;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a crawl of TMDB fetches.
 *
 * @param lists of which pages are fetched
 * @param years whose movies are fetched, by the same pages
 * @param firstPage from 1
 * @param lastPage at most 500, TMDB's limit; fewer are fetched when there are fewer
 * @param details whether each movie's details, credits and keywords are fetched as well
 * @param changesFrom when set, movies that changed since that day are fetched
 * @param changesTo up to and with that day
 */
record TmdbPlan(
        List<MovieList> lists,
        List<Integer> years,
        int firstPage,
        int lastPage,
        boolean details,
        @Nullable LocalDate changesFrom,
        LocalDate changesTo) {

    /** TMDB refuses more than 14, and a week has fewer changes than the pages it serves. */
    private static final int DAYS_PER_REQUEST = 7;

    TmdbPlan {
        lists = List.copyOf(lists);
        years = List.copyOf(years);
        if (firstPage < 1 || lastPage < firstPage || lastPage > TmdbClient.LAST_PAGE) {
            throw new IllegalArgumentException(
                    "pages must be within 1 to " + TmdbClient.LAST_PAGE + ", got: " + firstPage + "-" + lastPage);
        }
    }

    List<TmdbStep> first() {
        List<TmdbStep> steps = new ArrayList<>();
        steps.add(new TmdbStep.Genres());
        lists.forEach(list -> steps.add(new TmdbStep.ListPage(list, firstPage)));
        years.forEach(year -> steps.add(new TmdbStep.DiscoverPage(year, firstPage)));
        if (changesFrom != null) {
            for (LocalDate day = changesFrom; !day.isAfter(changesTo); day = day.plusDays(DAYS_PER_REQUEST)) {
                LocalDate end = day.plusDays(DAYS_PER_REQUEST - 1);
                steps.add(new TmdbStep.ChangesPage(day, end.isAfter(changesTo) ? changesTo : end, 1));
            }
        }
        return steps;
    }

    /** What follows from a page: after the first one of a list its other pages, then the movies on it. */
    List<TmdbStep> after(TmdbStep.Paged step, TmdbAnswers.MoviePage page) {
        boolean changes = step instanceof TmdbStep.ChangesPage;
        int first = changes ? 1 : firstPage;
        int last = Math.min(changes ? TmdbClient.LAST_PAGE : lastPage, page.totalPages());
        List<TmdbStep> steps = new ArrayList<>();
        if (step.page() == first) {
            for (int next = first + 1; next <= last; next++) {
                steps.add(step.at(next));
            }
        }
        if (details || changes) {
            page.movies().forEach(id -> steps.add(new TmdbStep.Details(id)));
        }
        return steps;
    }
}
