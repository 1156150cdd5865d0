package io.marquee.workhorse.ingestion.imdb;

import io.marquee.contract.problem.ProblemException;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which titles are wanted.
 *
 * @param types IMDb's title types; by default films made for cinemas and for television, which is what MovieLens rates too
 * @param yearFrom first year, or null; with a bound, titles of an unknown year are left out
 * @param yearTo last year, or null
 * @param minVotes how many votes a title needs; above 0, titles without a rating are left out
 * @param adult whether titles for adults are taken too
 * @param onlyKnown whether only titles that the catalogue knows by their IMDb id are taken
 * @param people whether directors and actors are joined; null means when their files are there, and of a download, which would
 *     have four times the size, never
 * @param maxActors how many actors of a title are kept, by their order in the credits
 * @param archive whether the files are kept in the raw archive as well; IMDb publishes everything anew each day
 * @param baseUrl where the files are downloaded from first; null for files at hand
 */
record ImdbOptions(
        Set<String> types,
        @Nullable Integer yearFrom,
        @Nullable Integer yearTo,
        long minVotes,
        boolean adult,
        boolean onlyKnown,
        @Nullable Boolean people,
        int maxActors,
        boolean archive,
        @Nullable URI baseUrl) {

    /** Everything IMDb calls a title. */
    static final List<String> TYPES = List.of(
            "movie",
            "short",
            "tvEpisode",
            "tvMiniSeries",
            "tvMovie",
            "tvPilot",
            "tvSeries",
            "tvShort",
            "tvSpecial",
            "video",
            "videoGame");

    /** The names of all options. */
    static final Set<String> NAMES = new TreeSet<>(List.of(
            "types",
            "year_from",
            "year_to",
            "min_votes",
            "adult",
            "only_known",
            "people",
            "max_actors",
            "archive",
            "base_url"));

    /**
     * Reads the options of a request; texts are taken for numbers and flags too.
     *
     * @throws ProblemException naming the option that is wrong
     */
    static ImdbOptions of(Map<String, Object> options) {
        Long from = number(options, "year_from", 1800, 9999);
        Long to = number(options, "year_to", 1800, 9999);
        if (from != null && to != null && from > to) {
            throw ProblemException.invalid("options.year_to", to, "must not be before year_from " + from);
        }
        Long votes = number(options, "min_votes", 0, Integer.MAX_VALUE);
        Long actors = number(options, "max_actors", 0, 20);
        return new ImdbOptions(
                types(options.get("types")),
                from == null ? null : from.intValue(),
                to == null ? null : to.intValue(),
                votes == null ? 0 : votes,
                flag(options, "adult", false),
                flag(options, "only_known", false),
                options.containsKey("people") ? flag(options, "people", true) : null,
                actors == null ? 5 : actors.intValue(),
                flag(options, "archive", false),
                url(options.get("base_url")));
    }

    private static Set<String> types(@Nullable Object value) {
        Set<String> types = new LinkedHashSet<>();
        switch (value) {
            case null -> types.addAll(List.of("movie", "tvMovie"));
            case Collection<?> list -> list.forEach(type -> types.add(String.valueOf(type)));
            default -> types.addAll(List.of(value.toString().split(",")));
        }
        for (String type : types) {
            if (!TYPES.contains(type)) {
                throw ProblemException.invalid("options.types", type, "must be of " + TYPES);
            }
        }
        if (types.isEmpty()) {
            throw ProblemException.invalid("options.types", value, "must not be empty");
        }
        return types;
    }

    private static @Nullable Long number(Map<String, Object> options, String name, long min, long max) {
        Object value = options.get(name);
        if (value == null) {
            return null;
        }
        String text = value.toString().strip();
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw ProblemException.invalid("options." + name, value, "must be a whole number from " + min + " to " + max);
    }

    private static boolean flag(Map<String, Object> options, String name, boolean otherwise) {
        Object value = options.get(name);
        return switch (value) {
            case null -> otherwise;
            case Boolean flag -> flag;
            case String text when text.equals("true") || text.equals("false") -> text.equals("true");
            default -> throw ProblemException.invalid("options." + name, value, "must be true or false");
        };
    }

    private static @Nullable URI url(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            URI uri = URI.create(value.toString());
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below, like an address of another kind.
        }
        throw ProblemException.invalid(
                "options.base_url",
                value.toString().replaceAll("//[^/]*@", "//…@"),
                "must be an http or https address without a password");
    }
}
