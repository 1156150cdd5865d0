package io.marquee.workhorse.training.trainer;

import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.TrainingFrame.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Training frames with made-up movies; the rating depends on year, genres and the user. */
public final class TestFrames {

    private static final List<String> GENRES = List.of("Action", "Comedy", "Drama", "Horror");

    private TestFrames() {}

    /** Ratings of {@code users} users, {@code perUser} each, with the features of the shipped recipes. Seeded. */
    public static TrainingFrame ratings(int users, int perUser, long seed) {
        return ratings(users, perUser, 80, seed, 1_600_000_000L);
    }

    /** The same with that many movies, from that time on. */
    public static TrainingFrame ratings(int users, int perUser, int movies, long seed, long from) {
        Random random = new Random(seed);
        int rows = users * perUser;
        TrainingFrame frame = new TrainingFrame(
                new long[rows], new long[rows], new float[rows], new long[rows], new LinkedHashMap<>());
        double[] years = new double[rows];
        double[] runtimes = new double[rows];
        double[] counts = new double[rows];
        double[] popularity = new double[rows];
        double[] userCounts = new double[rows];
        @Nullable String[] main = new String[rows];
        List<@Nullable List<String>> genres = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            // Users take turns, so that rows are in order of time.
            int user = row % users;
            int movie = random.nextInt(movies);
            int genre = movie % GENRES.size();
            frame.userIds()[row] = 1 + user;
            frame.movieIds()[row] = 100 + movie;
            frame.timestamps()[row] = from + 60L * row;
            years[row] = movie % 9 == 8 ? Double.NaN : 1980 + movie % 40;
            runtimes[row] = 80 + movie % 60;
            counts[row] = row;
            popularity[row] = movie % 7;
            userCounts[row] = row / users;
            main[row] = movie % 11 == 10 ? null : GENRES.get(genre);
            genres.add(List.of(GENRES.get(genre), GENRES.get((movie / 4) % GENRES.size())));
            double rating = 3
                    + (genre - 1.5) * 0.5
                    + (movie % 40 - 20) * 0.02
                    + (user % 5 - 2) * 0.2
                    + (user % 2 == genre % 2 ? 0.4 : -0.4)
                    + random.nextGaussian() * 0.3;
            frame.ratings()[row] = (float) (Math.round(Math.clamp(rating, 0.5, 5) * 2) / 2.0);
        }
        Map<String, Column> features = frame.features();
        features.put("movie_metadata__year", new Column.Numeric(years));
        features.put("movie_metadata__runtime_minutes", new Column.Numeric(runtimes));
        features.put("movie_metadata__genres", new Column.TextList(genres));
        features.put("movie_metadata__main_genre", new Column.Text(main));
        features.put("movie_rating_stats__rating_count", new Column.Numeric(counts));
        features.put("movie_rating_stats__popularity", new Column.Numeric(popularity));
        features.put("user_behaviour__rating_count", new Column.Numeric(userCounts));
        return frame;
    }
}
