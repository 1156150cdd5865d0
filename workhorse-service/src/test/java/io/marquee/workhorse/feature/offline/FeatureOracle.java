package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.feature.offline.TestCatalogue.TestRating;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the features of a movie or user are at a moment, from the definitions in words and nothing but the ratings given
 * before that moment. Written without a thought for speed.
 */
public final class FeatureOracle {

    private final TestCatalogue catalogue;

    public FeatureOracle(TestCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    public Map<String, @Nullable Object> movie(long movieId, long second) {
        List<TestRating> before = catalogue.ratings.stream()
                .filter(rating -> rating.movieId() == movieId && rating.second() < second)
                .toList();
        Map<String, @Nullable Object> features = new HashMap<>();
        List<String> genres = catalogue.genres.get(movieId);
        features.put("title", "Movie " + movieId);
        features.put("year", 1999.0);
        features.put("genres", genres);
        features.put("main_genre", genres.isEmpty() ? null : genres.getFirst());
        features.put("rating_count", (double) before.size());
        features.put("rating_mean", mean(before));
        long rowTime = before.stream().mapToLong(TestRating::second).max().orElse(-1) + 1;
        features.put(
                "popularity",
                before.stream()
                        .mapToDouble(rating -> Math.pow(0.5, (rowTime - rating.second()) / (365 * 86_400.0)))
                        .sum());
        return features;
    }

    public Map<String, @Nullable Object> user(long userId, long second) {
        List<TestRating> before = catalogue.ratings.stream()
                .filter(rating -> rating.userId() == userId && rating.second() < second)
                .toList();
        Map<String, @Nullable Object> features = new HashMap<>();
        Double mean = mean(before);
        features.put("rating_count", before.isEmpty() ? null : (double) before.size());
        features.put("rating_mean", mean);
        features.put("rating_stddev", deviation(before));
        features.put("days_since_previous_rating", daysBetweenLastTwo(before));
        Map<String, Double> affinities = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (String genre : List.of("Action", "Comedy", "Drama", "Horror", "Thriller", "War")) {
            List<TestRating> ofGenre = before.stream()
                    .filter(rating -> catalogue.genres.get(rating.movieId()).contains(genre))
                    .toList();
            if (!ofGenre.isEmpty() && mean != null) {
                double sum = ofGenre.stream().mapToDouble(TestRating::stars).sum();
                affinities.put(genre, (sum - ofGenre.size() * mean) / (ofGenre.size() + 5));
                counts.put(genre, ofGenre.size());
            }
            features.put("genre_affinity_" + genre.toLowerCase(java.util.Locale.ROOT), affinities.get(genre));
        }
        features.put(
                "favourite_genre",
                affinities.keySet().stream()
                        .min(Comparator.<String>comparingDouble(genre -> -Math.round(affinities.get(genre) * 1e6))
                                .thenComparing(genre -> -counts.get(genre))
                                .thenComparing(Comparator.naturalOrder()))
                        .orElse(null));
        return features;
    }

    private static @Nullable Double mean(List<TestRating> ratings) {
        return ratings.isEmpty()
                ? null
                : ratings.stream().mapToDouble(TestRating::stars).sum() / ratings.size();
    }

    private static @Nullable Double deviation(List<TestRating> ratings) {
        Double mean = mean(ratings);
        if (mean == null || ratings.size() < 2) {
            return null;
        }
        double squares = ratings.stream()
                .mapToDouble(rating -> Math.pow(rating.stars() - mean, 2))
                .sum();
        return Math.sqrt(squares / (ratings.size() - 1));
    }

    private static @Nullable Double daysBetweenLastTwo(List<TestRating> ratings) {
        TreeSet<Long> seconds = new TreeSet<>();
        ratings.forEach(rating -> seconds.add(rating.second()));
        if (seconds.size() < 2) {
            return null;
        }
        long last = seconds.pollLast();
        return (last - seconds.last()) / 86_400.0;
    }
}
