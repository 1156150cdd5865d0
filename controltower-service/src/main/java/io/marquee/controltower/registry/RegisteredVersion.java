package io.marquee.controltower.registry;

import io.marquee.contract.id.ModelVersion;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model version as the registry describes it.
 *
 * @param id registered name and version number
 * @param source where its folder is, for example {@code mlflow-artifacts:/1/<run>/artifacts/model}
 * @param runId the run that made it; registries allow versions without one
 */
public record RegisteredVersion(
        ModelVersion id, String source, @Nullable String runId) {

    private static final Pattern SAFE_IN_A_PATH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public RegisteredVersion {
        if (!SAFE_IN_A_PATH.matcher(id.name()).matches()) {
            throw new IllegalArgumentException("model name '" + id.name() + "' cannot be the name of a folder");
        }
        if (source.isBlank()) {
            throw new IllegalArgumentException(id + " has no source in the registry");
        }
        if (runId != null && !SAFE_IN_A_PATH.matcher(runId).matches()) {
            throw new IllegalArgumentException(id + " has a run id that is none: '" + runId + "'");
        }
    }

    /**
     * Name of its folder in the cache. The origin is part of it: a registry that was set up anew counts from 1 again, and
     * its version 1 is not the one of before.
     */
    String cacheName() {
        String origin = runId != null ? runId : Integer.toHexString(source.hashCode());
        return id.version() + "-" + origin;
    }
}
