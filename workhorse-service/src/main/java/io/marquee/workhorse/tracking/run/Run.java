package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.store.Lifecycle;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A row of the table of runs. */
@Entity
@Table(schema = "tracking", name = "run")
public class Run {

    /** What {@link #read} needs of a query over {@code tracking.run r}. */
    static final String COLUMNS =
            "r.no, r.run_id, r.experiment_id, r.name, r.user_id, r.status, r.start_time, r.end_time,"
                    + " r.artifact_uri, r.lifecycle";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long no;

    @Column(name = "run_id", nullable = false, updatable = false)
    String runId;

    @Column(name = "experiment_id", nullable = false, updatable = false)
    long experimentId;

    @Column(nullable = false)
    String name;

    @Column(name = "user_id", nullable = false, updatable = false)
    String userId;

    @Column(nullable = false)
    String status;

    @Column(name = "start_time", nullable = false, updatable = false)
    long startTime;

    @Column(name = "end_time")
    @Nullable
    Long endTime;

    @Column(name = "artifact_uri", nullable = false, updatable = false)
    String artifactUri;

    @Column(nullable = false)
    String lifecycle;

    @Column(name = "deleted_time")
    @Nullable
    Long deletedTime;

    static Run read(ResultSet row) throws SQLException {
        Run run = new Run();
        run.no = row.getLong("no");
        run.runId = row.getString("run_id");
        run.experimentId = row.getLong("experiment_id");
        run.name = row.getString("name");
        run.userId = row.getString("user_id");
        run.status = row.getString("status");
        run.startTime = row.getLong("start_time");
        run.endTime = row.getObject("end_time", Long.class);
        run.artifactUri = row.getString("artifact_uri");
        run.lifecycle = row.getString("lifecycle");
        return run;
    }

    /** The id that clients know. */
    public String runId() {
        return runId;
    }

    /** The experiment it belongs to. */
    public long experimentId() {
        return experimentId;
    }

    /** Where its files are, {@code mlflow-artifacts:/<experiment>/<run>/artifacts}. */
    public String artifactUri() {
        return artifactUri;
    }

    /** Whether it is not in the bin. */
    public boolean isActive() {
        return lifecycle.equals(Lifecycle.ACTIVE.wireName());
    }
}
