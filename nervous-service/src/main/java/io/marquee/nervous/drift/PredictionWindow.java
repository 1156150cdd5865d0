package io.marquee.nervous.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.drift.statistics.Observation;
import io.marquee.nervous.intake.PredictionColumns;
import io.marquee.nervous.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The newest stored predictions of a version: the window has no state of its own that a restart could lose. */
@ApplicationScoped
class PredictionWindow {

    private final Database database;
    private final ObjectMapper json;
    private final DriftConfig config;

    PredictionWindow(Database database, ObjectMapper json, DriftConfig config) {
        this.database = database;
        this.json = json;
        this.config = config;
    }

    /** A number that changes when predictions of that version have come in. */
    long position(ModelVersion model) {
        return database.count("""
                SELECT coalesce(max(seq), 0) FROM monitoring.prediction_event
                WHERE model_name = ? AND model_version = ?""", model.name(), Integer.toString(model.version()));
    }

    /** The version's newest requests, newest first, as many as fill the window. */
    List<Observation> newest(ModelVersion model) {
        return database.query(
                """
                SELECT columns FROM (
                  SELECT seq, columns,
                         sum(least(row_count, ?)) OVER (ORDER BY seq DESC) - least(row_count, ?) AS rows_before
                  FROM (SELECT seq, row_count, columns FROM monitoring.prediction_event
                        WHERE model_name = ? AND model_version = ? AND row_count > 0
                        ORDER BY seq DESC LIMIT ?) AS newest) AS counted
                WHERE rows_before < ?
                ORDER BY seq DESC""",
                this::observation,
                config.requestRows(),
                config.requestRows(),
                model.name(),
                Integer.toString(model.version()),
                config.windowRows(),
                config.windowRows());
    }

    private Observation observation(ResultSet row) throws SQLException {
        try {
            PredictionColumns columns = json.readValue(row.getString("columns"), PredictionColumns.class);
            return new Observation(columns.inputFeatures(), columns.predictions());
        } catch (JsonProcessingException e) {
            throw new SQLException("a stored prediction cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
