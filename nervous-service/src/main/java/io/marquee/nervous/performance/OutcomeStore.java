package io.marquee.nervous.performance;

import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Matches ratings with the predictions made before them, and keeps the pairs. */
@ApplicationScoped
class OutcomeStore {

    private static final String MATCH = """
            INSERT INTO monitoring.outcome
              (rating_seq, model_name, model_version, prediction, rating, predicted_at, rated_at)
            SELECT i.seq, p.model_name, p.model_version, p.prediction, i.rating, p.predicted_at, i.happened_at
            FROM monitoring.interaction i
            CROSS JOIN LATERAL (
              SELECT DISTINCT ON (r.model_name) r.model_name, r.model_version, r.prediction, r.predicted_at
              FROM monitoring.prediction_row r
              WHERE r.user_id = i.user_id AND r.movie_id = i.movie_id AND r.predicted_at <= i.happened_at
              ORDER BY r.model_name, r.predicted_at DESC) AS p
            WHERE i.awaits_outcome
            ON CONFLICT (rating_seq, model_name) DO UPDATE
              SET model_version = excluded.model_version, prediction = excluded.prediction,
                  predicted_at = excluded.predicted_at
              WHERE excluded.predicted_at > outcome.predicted_at""";

    private final Database database;

    OutcomeStore(Database database) {
        this.database = database;
    }

    /**
     * Pairs each waiting rating with the newest prediction of each model for the same user and movie that is not newer than
     * the rating. A rating keeps waiting until {@code settledBefore}, because a prediction made before it may arrive after
     * it: they travel on different topics.
     */
    void match(Instant settledBefore) {
        database.update(MATCH);
        database.update(
                "UPDATE monitoring.interaction SET awaits_outcome = false WHERE awaits_outcome AND received_at < ?",
                settledBefore);
    }

    /** The version's newest outcomes. */
    List<Outcome> newest(ModelVersion model, int limit) {
        return database.query(
                """
                SELECT prediction, rating FROM monitoring.outcome
                WHERE model_name = ? AND model_version = ?
                ORDER BY rated_at DESC, rating_seq DESC LIMIT ?""",
                row -> new Outcome(row.getDouble("prediction"), row.getDouble("rating")),
                model.name(),
                Integer.toString(model.version()),
                limit);
    }
}
