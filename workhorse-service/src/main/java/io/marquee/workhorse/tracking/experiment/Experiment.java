package io.marquee.workhorse.tracking.experiment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the table of experiments. */
@Entity
@Table(schema = "tracking", name = "experiment")
class Experiment {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(nullable = false)
    String name;

    @Column(name = "artifact_location", nullable = false)
    String artifactLocation;

    @Column(nullable = false)
    String lifecycle;

    @Column(name = "creation_time", nullable = false, updatable = false)
    long creationTime;

    @Column(name = "last_update_time", nullable = false)
    long lastUpdateTime;
}
