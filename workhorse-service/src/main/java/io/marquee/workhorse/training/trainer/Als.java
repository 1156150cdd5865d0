package io.marquee.workhorse.training.trainer;

import io.marquee.runtime.factor.FactorTables;
import io.marquee.runtime.factor.RidgeSettings;
import io.marquee.runtime.factor.RidgeStep;
import io.marquee.runtime.factor.SideSolver;
import io.marquee.workhorse.training.recipe.AlsSettings;
import io.marquee.workhorse.training.split.RatingMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Biased matrix factorisation by alternating least squares: users are solved exactly while movies stand still, then movies
 * while users stand still. Biases within the step follow Koren, Bell, Volinsky: "Matrix Factorization Techniques for
 * Recommender Systems" (IEEE Computer 2009), the penalty that grows with the number of ratings Zhou, Wilkinson, Schreiber,
 * Pan: "Large-scale Parallel Collaborative Filtering for the Netflix Prize" (AAIM 2008), ALS-WR.
 *
 * <p>All ratings count the same while movies are learned. At the end users are solved once more with their newest ratings
 * counting most: tastes move, what a movie is does not. That last step is also how serving folds in new ratings.
 *
 * <p>Each user and each movie is solved by itself, so the result does not depend on the number of threads.
 */
public final class Als {

    private static final double INITIAL_SPREAD = 0.1;
    private static final int ROWS_AT_ONCE = 32;

    private final RatingMatrix ratings;
    private final AlsSettings settings;
    private final float[] userBiases;
    private final float[] userFactors;
    private final float[] movieBiases;
    private final float[] movieFactors;

    private Als(RatingMatrix ratings, AlsSettings settings, long seed) {
        this.ratings = ratings;
        this.settings = settings;
        BiasBaseline start = BiasBaseline.fit(ratings, settings.userBiasDamping(), settings.movieBiasDamping());
        this.userBiases = floats(start.userBiases());
        this.movieBiases = floats(start.movieBiases());
        this.userFactors = new float[userBiases.length * settings.factors()];
        this.movieFactors = new float[movieBiases.length * settings.factors()];
        Random random = new Random(seed);
        for (int i = 0; i < movieFactors.length; i++) {
            movieFactors[i] = (float) (random.nextGaussian() * INITIAL_SPREAD);
        }
    }

    /**
     * Trains a factor model.
     *
     * @param seen which movies each user had rated, for the finished tables
     * @param threads how many to use, at least 1
     */
    public static FactorTables train(
            RatingMatrix ratings,
            SeenMovies seen,
            AlsSettings settings,
            long seed,
            int threads,
            IterationListener listener)
            throws InterruptedException {
        Als als = new Als(ratings, settings, seed);
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (int iteration = 1; iteration <= settings.iterations(); iteration++) {
                als.solveUsers(workers, threads, settings.userStep().withoutDecay());
                als.solveMovies(workers, threads);
                listener.finished(iteration, als.trainRmse());
            }
            als.solveUsers(workers, threads, settings.userStep());
        }
        return als.tables(seen);
    }

    private void solveUsers(ExecutorService workers, int threads, RidgeSettings step) throws InterruptedException {
        solve(
                workers,
                threads,
                new SideSolver(step, ratings.mean(), movieBiases, movieFactors, settings.factors()),
                ratings.byUser(),
                userBiases,
                userFactors);
    }

    private void solveMovies(ExecutorService workers, int threads) throws InterruptedException {
        solve(
                workers,
                threads,
                new SideSolver(settings.movieStep(), ratings.mean(), userBiases, userFactors, settings.factors()),
                ratings.byMovie(),
                movieBiases,
                movieFactors);
    }

    private void solve(
            ExecutorService workers,
            int threads,
            SideSolver solver,
            RatingMatrix.Rows rows,
            float[] biases,
            float[] factors)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Callable<Void> work = () -> {
            RidgeStep step = new RidgeStep(settings.factors());
            for (int from = next.getAndAdd(ROWS_AT_ONCE); from < rows.size(); from = next.getAndAdd(ROWS_AT_ONCE)) {
                for (int row = from; row < Math.min(from + ROWS_AT_ONCE, rows.size()); row++) {
                    biases[row] = solver.solve(
                            step,
                            rows.others(),
                            rows.ratings(),
                            rows.starts()[row],
                            rows.starts()[row + 1],
                            factors,
                            row * settings.factors());
                }
            }
            return null;
        };
        List<Callable<Void>> shares = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            shares.add(work);
        }
        for (Future<Void> share : workers.invokeAll(shares)) {
            try {
                share.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a step of alternating least squares failed", e.getCause());
            }
        }
    }

    private double trainRmse() {
        RatingMatrix.Rows rows = ratings.byUser();
        double squares = 0;
        for (int user = 0; user < rows.size(); user++) {
            for (int i = rows.starts()[user]; i < rows.starts()[user + 1]; i++) {
                double error = rows.ratings()[i] - predict(user, rows.others()[i]);
                squares += error * error;
            }
        }
        return Math.sqrt(squares / ratings.ratings());
    }

    private double predict(int user, int movie) {
        double sum = ratings.mean() + userBiases[user] + movieBiases[movie];
        for (int f = 0; f < settings.factors(); f++) {
            sum += userFactors[user * settings.factors() + f] * movieFactors[movie * settings.factors() + f];
        }
        return sum;
    }

    private FactorTables tables(SeenMovies seen) {
        return new FactorTables(
                settings.factors(),
                ratings.mean(),
                settings.userStep(),
                (float) settings.rankingCaution(),
                ratings.movies(),
                movieBiases,
                movieFactors,
                counts(ratings.byMovie()),
                movieMeans(),
                ratings.users(),
                userBiases,
                userFactors,
                counts(ratings.byUser()),
                seen.starts(),
                seen.movies());
    }

    private float[] movieMeans() {
        RatingMatrix.Rows rows = ratings.byMovie();
        float[] means = new float[rows.size()];
        for (int movie = 0; movie < means.length; movie++) {
            double sum = settings.movieBiasDamping() * ratings.mean();
            for (int i = rows.starts()[movie]; i < rows.starts()[movie + 1]; i++) {
                sum += rows.ratings()[i];
            }
            means[movie] = (float) (sum / (settings.movieBiasDamping() + rows.count(movie)));
        }
        return means;
    }

    private static int[] counts(RatingMatrix.Rows rows) {
        int[] counts = new int[rows.size()];
        for (int row = 0; row < counts.length; row++) {
            counts[row] = rows.count(row);
        }
        return counts;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
