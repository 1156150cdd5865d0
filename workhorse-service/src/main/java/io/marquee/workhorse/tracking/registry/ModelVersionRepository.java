package io.marquee.workhorse.tracking.registry;

import io.marquee.workhorse.tracking.wire.MlflowException;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Versions of registered models. */
@ApplicationScoped
class ModelVersionRepository implements PanacheRepository<ModelVersionRow> {

    ModelVersionRow get(RegisteredModel model, int version) {
        return find("modelNo = ?1 and version = ?2", model.no, version)
                .firstResultOptional()
                .orElseThrow(() -> MlflowException.missing(
                        "Model Version (name=" + model.name + ", version=" + version + ") not found"));
    }

    /** The other versions of the model in that stage, oldest first. */
    List<ModelVersionRow> othersInStage(ModelVersionRow version, Stage stage) {
        return list(
                "modelNo = :model and stage = :stage and version <> :version order by version",
                Parameters.with("model", version.modelNo)
                        .and("stage", stage.wireName())
                        .and("version", version.version));
    }

    /** Reads a version number of a request. */
    static int number(String text) {
        if (!text.matches("\\d{1,9}") || text.matches("0+")) {
            throw MlflowException.invalid("Model version must be an integer, got '"
                    + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'");
        }
        return Integer.parseInt(text);
    }
}
