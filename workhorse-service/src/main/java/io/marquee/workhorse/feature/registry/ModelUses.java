package io.marquee.workhorse.feature.registry;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which model versions use which features: what training wrote into their tags. Versions of a tracking server elsewhere are
 * not known here, and neither are versions that others registered without these tags.
 */
@ApplicationScoped
public class ModelUses {

    /** Tag of a version: its features, each {@code view:feature}, separated by commas. */
    public static final String FEATURES_TAG = "features";

    /** Tag of a version: the versions of the views it was trained with, each {@code view:version}, separated by commas. */
    public static final String VIEWS_TAG = "feature_views";

    /** Tag of a version: the feature service that its recipe names. */
    public static final String SERVICE_TAG = "feature_service";

    private final Database database;

    ModelUses(Database database) {
        this.database = database;
    }

    /** All versions with the tag {@value #FEATURES_TAG}, by model and version. */
    List<ModelUse> all() {
        return database.query("""
                SELECT m.name, v.version, v.stage, v.creation_time,
                    (SELECT array_agg(alias ORDER BY alias) FROM tracking.model_alias a
                        WHERE a.model_no = v.model_no AND a.version = v.version) AS aliases,
                    f.value AS features, w.value AS views, s.value AS service
                FROM tracking.model_version v
                JOIN tracking.registered_model m ON m.no = v.model_no
                JOIN tracking.model_version_tag f ON f.owner = v.no AND f.key = ?
                LEFT JOIN tracking.model_version_tag w ON w.owner = v.no AND w.key = ?
                LEFT JOIN tracking.model_version_tag s ON s.owner = v.no AND s.key = ?
                ORDER BY m.name, v.version
                """, ModelUses::use, FEATURES_TAG, VIEWS_TAG, SERVICE_TAG);
    }

    /** What training writes as {@value #FEATURES_TAG}. */
    public static String featuresTag(List<FeatureReference> features) {
        return String.join(
                ",", features.stream().map(FeatureReference::toString).toList());
    }

    /** What training writes as {@value #VIEWS_TAG}. */
    public static String viewsTag(Map<String, Integer> versions) {
        return String.join(
                ",",
                new TreeMap<>(versions)
                        .entrySet().stream()
                                .map(view -> view.getKey() + ":" + view.getValue())
                                .toList());
    }

    private static ModelUse use(ResultSet row) throws SQLException {
        Map<String, Integer> views = new TreeMap<>();
        parts(row.getString("views")).stream()
                .filter(view -> view.feature().matches("\\d{1,9}"))
                .forEach(view -> views.put(view.view(), Integer.valueOf(view.feature())));
        return new ModelUse(
                row.getString("name"),
                row.getInt("version"),
                Set.copyOf(Database.texts(row, "aliases")),
                row.getString("stage"),
                Instant.ofEpochMilli(row.getLong("creation_time")),
                row.getString("service"),
                parts(row.getString("features")),
                views);
    }

    /** Whoever else uses a tag of this name for something else has none of these in it. */
    private static List<FeatureReference> parts(@Nullable String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split(","))
                        .map(String::strip)
                        .filter(part -> part.matches("[^:]+:[^:]+"))
                        .map(FeatureReference::parse)
                        .toList();
    }
}
