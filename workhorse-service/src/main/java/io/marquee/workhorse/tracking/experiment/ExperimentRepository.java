package io.marquee.workhorse.tracking.experiment;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Experiments by id and by name. */
@ApplicationScoped
class ExperimentRepository implements PanacheRepository<Experiment> {

    Optional<Experiment> named(String name) {
        return find("name", name).firstResultOptional();
    }
}
