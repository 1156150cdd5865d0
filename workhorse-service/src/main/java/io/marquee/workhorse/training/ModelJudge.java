package io.marquee.workhorse.training;

import io.marquee.runtime.LoadedModel;
import io.marquee.runtime.MovieRatingModel;
import io.marquee.runtime.PersonalRatingModel;
import io.marquee.runtime.factor.FactorModel;
import io.marquee.runtime.factor.UserState;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.training.evaluation.Accuracy;
import io.marquee.workhorse.training.split.RatingMatrix;
import io.marquee.workhorse.training.trainer.FrameRow;
import java.util.HashMap;
import java.util.Map;

/**
 * Judges any version, old or new, by today's rows, with what it would know if it were serving: a factor model folds in each
 * user's ratings before the held-out ones. For the version trained on these very rows that changes nothing; an older one is
 * not blamed for ratings that it would have been given by now.
 */
final class ModelJudge {

    private final TrainingData data;

    ModelJudge(TrainingData data) {
        this.data = data;
    }

    /**
     * How far the model is off.
     *
     * @param rows which rows, all of them held out
     */
    Accuracy judge(LoadedModel model, int[] rows) {
        TrainingFrame frame = data.known();
        Accuracy.Prediction prediction =
                switch (model) {
                    case MovieRatingModel movies -> row -> movies.predict(new FrameRow(frame, row));
                    case PersonalRatingModel personal -> new FoldedIn(personal.factors());
                };
        return Accuracy.of(rows, frame.ratings(), prediction);
    }

    /** Predicts with each user's state from the training rows, computed once per user. */
    private final class FoldedIn implements Accuracy.Prediction {

        private final FactorModel model;
        private final RatingMatrix history;
        private final Map<Long, UserState> users = new HashMap<>();

        FoldedIn(FactorModel model) {
            this.model = model;
            TrainingFrame frame = data.known();
            this.history = RatingMatrix.of(
                    data.split().train(), frame.userIds(), frame.movieIds(), frame.ratings(), frame.timestamps());
        }

        @Override
        public double of(int row) {
            UserState user = users.computeIfAbsent(data.known().userIds()[row], this::foldIn);
            return model.predict(user, data.known().movieIds()[row]).rating();
        }

        private UserState foldIn(long userId) {
            int user = history.users().positionOf(userId);
            if (user < 0) {
                return model.foldIn(new long[0], new float[0]);
            }
            RatingMatrix.Rows rows = history.byUser();
            int count = rows.count(user);
            long[] movies = new long[count];
            float[] ratings = new float[count];
            for (int i = 0; i < count; i++) {
                movies[i] = history.movies().idAt(rows.others()[rows.starts()[user] + i]);
                ratings[i] = rows.ratings()[rows.starts()[user] + i];
            }
            return model.foldIn(movies, ratings);
        }
    }
}
