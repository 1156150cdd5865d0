package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.definition.Dag;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

/** A DAG as its file said at some time. */
@Entity
@Immutable
@Table(schema = "orchestration", name = "dag_version")
class DagVersionEntity {

    @Id
    UUID id;

    @Column(name = "dag_id")
    String dagId;

    @Column(name = "version_number")
    int versionNumber;

    String digest;

    @ColumnTransformer(write = "?::jsonb")
    String definition;

    @Column(name = "created_at")
    Instant createdAt;

    Dag dag() {
        return Json.dag(definition);
    }

    DagVersion toRecord() {
        return new DagVersion(id, dagId, versionNumber, createdAt);
    }
}
