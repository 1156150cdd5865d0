package io.marquee.workhorse.tracking.registry;

import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.wire.MlflowException;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Optional;

/** Registered models by name. */
@ApplicationScoped
class RegisteredModelRepository implements PanacheRepository<RegisteredModel> {

    Optional<RegisteredModel> named(String name) {
        return find("name", name).firstResultOptional();
    }

    RegisteredModel get(String name) {
        return named(name).orElseThrow(() -> noSuchModel(name));
    }

    /**
     * The model, locked until the transaction ends. Every change of a model, of its versions and aliases begins here: the
     * changes of one model, and so its events, follow one another.
     */
    RegisteredModel getLocked(String name) {
        return find("name", name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(() -> noSuchModel(name));
    }

    private static MlflowException noSuchModel(String name) {
        return MlflowException.missing(
                "Registered Model with name=" + Names.oneLine("registered model name", name) + " not found");
    }
}
