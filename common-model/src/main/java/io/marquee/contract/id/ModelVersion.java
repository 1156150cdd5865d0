package io.marquee.contract.id;

import java.util.Objects;

/**
 * One version of a registered model.
 *
 * @param name registered model name, never blank
 * @param version version number as the registry counts it, from 1
 */
public record ModelVersion(String name, int version) {

    public ModelVersion {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("model name must not be blank");
        }
        if (version < 1) {
            throw new IllegalArgumentException("version of model '" + name + "' must be at least 1, got: " + version);
        }
    }

    /** MLflow's URI of this version, {@code models:/name/version}. */
    public String uri() {
        return "models:/" + name + "/" + version;
    }

    @Override
    public String toString() {
        return name + " v" + version;
    }
}
