package io.marquee.nervous.baseline;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers champions and baselines, so that watching goes on after a restart although the registry is away. */
@ApplicationScoped
class ChampionStore {

    private final Database database;

    ChampionStore(Database database) {
        this.database = database;
    }

    /** All champions that were known last. */
    List<Champion> all() {
        return database.query(
                """
                SELECT c.model_name, c.model_version, c.since, b.baseline
                FROM monitoring.champion c
                LEFT JOIN monitoring.model_baseline b USING (model_name, model_version)
                ORDER BY c.model_name""",
                row -> new Champion(
                        new ModelVersion(row.getString("model_name"), row.getInt("model_version")),
                        Objects.requireNonNull(Database.instant(row, "since")),
                        baseline(row)));
    }

    /** The names of all models that have answered a request. */
    List<String> predictingModels() {
        return database.query(
                "SELECT DISTINCT model_name FROM monitoring.prediction_event", row -> row.getString("model_name"));
    }

    Optional<DriftBaseline> baseline(ModelVersion model) {
        return database
                .query(
                        "SELECT baseline FROM monitoring.model_baseline WHERE model_name = ? AND model_version = ?",
                        ChampionStore::baseline,
                        model.name(),
                        model.version())
                .stream()
                .findFirst();
    }

    /** Remembers the champion; one that was known already keeps the time since when. */
    @Transactional
    void save(Champion champion) {
        database.update("""
                INSERT INTO monitoring.champion (model_name, model_version, since) VALUES (?, ?, ?)
                ON CONFLICT (model_name) DO UPDATE SET model_version = excluded.model_version, since = excluded.since
                WHERE champion.model_version <> excluded.model_version""", champion.model().name(), champion.model().version(), champion.since());
        DriftBaseline baseline = champion.baseline();
        if (baseline != null) {
            database.update(
                    """
                    INSERT INTO monitoring.model_baseline (model_name, model_version, baseline, fetched_at)
                    VALUES (?, ?, ?::json, ?) ON CONFLICT DO NOTHING""",
                    champion.model().name(),
                    champion.model().version(),
                    new String(baseline.toJson(), StandardCharsets.UTF_8),
                    champion.since());
        }
    }

    void forget(String modelName) {
        database.update("DELETE FROM monitoring.champion WHERE model_name = ?", modelName);
    }

    private static @Nullable DriftBaseline baseline(ResultSet row) throws SQLException {
        String json = row.getString("baseline");
        try {
            return json == null ? null : DriftBaseline.fromJson(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new SQLException("a stored baseline cannot be read: " + e.getMessage(), e);
        }
    }
}
