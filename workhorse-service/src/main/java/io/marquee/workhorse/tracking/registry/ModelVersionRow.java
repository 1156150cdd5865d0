package io.marquee.workhorse.tracking.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A row of the table of model versions. */
@Entity
@Table(schema = "tracking", name = "model_version")
class ModelVersionRow {

    /** What {@link #read} needs of a query over {@code tracking.model_version v}. */
    static final String COLUMNS =
            "v.no, v.model_no, v.version, v.source, v.location, v.run_id, v.run_link, v.description,"
                    + " v.user_id, v.stage, v.creation_time, v.last_update_time";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long no;

    @Column(name = "model_no", nullable = false, updatable = false)
    long modelNo;

    @Column(nullable = false, updatable = false)
    int version;

    @Column(nullable = false, updatable = false)
    String source;

    @Column(nullable = false, updatable = false)
    String location;

    @Column(name = "run_id", updatable = false)
    @Nullable
    String runId;

    @Column(name = "run_link", updatable = false)
    @Nullable
    String runLink;

    @Nullable
    String description;

    @Column(name = "user_id", updatable = false)
    @Nullable
    String userId;

    @Column(nullable = false)
    String stage;

    @Column(name = "creation_time", nullable = false, updatable = false)
    long creationTime;

    @Column(name = "last_update_time", nullable = false)
    long lastUpdateTime;

    static ModelVersionRow read(ResultSet row) throws SQLException {
        ModelVersionRow version = new ModelVersionRow();
        version.no = row.getLong("no");
        version.modelNo = row.getLong("model_no");
        version.version = row.getInt("version");
        version.source = row.getString("source");
        version.location = row.getString("location");
        version.runId = row.getString("run_id");
        version.runLink = row.getString("run_link");
        version.description = row.getString("description");
        version.userId = row.getString("user_id");
        version.stage = row.getString("stage");
        version.creationTime = row.getLong("creation_time");
        version.lastUpdateTime = row.getLong("last_update_time");
        return version;
    }
}
