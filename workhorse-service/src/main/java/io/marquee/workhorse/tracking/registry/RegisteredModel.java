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

/** A row of the table of registered models. */
@Entity
@Table(schema = "tracking", name = "registered_model")
class RegisteredModel {

    /** What {@link #read} needs of a query over {@code tracking.registered_model m}. */
    static final String COLUMNS = "m.no, m.name, m.description, m.creation_time, m.last_update_time, m.last_version";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long no;

    @Column(nullable = false)
    String name;

    @Nullable
    String description;

    @Column(name = "creation_time", nullable = false, updatable = false)
    long creationTime;

    @Column(name = "last_update_time", nullable = false)
    long lastUpdateTime;

    /** The greatest number that was ever given to a version. */
    @Column(name = "last_version", nullable = false)
    int lastVersion;

    static RegisteredModel read(ResultSet row) throws SQLException {
        RegisteredModel model = new RegisteredModel();
        model.no = row.getLong("no");
        model.name = row.getString("name");
        model.description = row.getString("description");
        model.creationTime = row.getLong("creation_time");
        model.lastUpdateTime = row.getLong("last_update_time");
        model.lastVersion = row.getInt("last_version");
        return model;
    }
}
