package io.marquee.controltower.orchestration.execution;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What is kept of a DAG beside its file. Its row is also the lock under which runs of the DAG are created and started. */
@Entity
@Table(schema = "orchestration", name = "dag")
class DagEntity {

    @Id
    @Column(name = "dag_id")
    String dagId;

    @Column(name = "is_paused")
    boolean paused;
}
