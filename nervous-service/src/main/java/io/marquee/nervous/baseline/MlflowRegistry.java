package io.marquee.nervous.baseline;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.id.ModelVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Champions and their baselines by MLflow's contract: Marquee's own workhorse, or any MLflow server with an artefact proxy. */
@ApplicationScoped
public class MlflowRegistry {

    private static final String PROXIED = "mlflow-artifacts:/";
    private static final String OF_RUN = "runs:/";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]+");

    /**
     * A version as the registry describes it.
     *
     * @param source URI of its model folder
     */
    public record RegisteredVersion(ModelVersion model, String source) {}

    private final MlflowApi api;
    private final ChampionConfig config;

    MlflowRegistry(@RestClient MlflowApi api, ChampionConfig config) {
        this.api = api;
        this.config = config;
    }

    /**
     * The version that the champion alias names; empty when the model or the alias does not exist.
     *
     * @throws RegistryException when the registry gives no usable answer
     */
    public Optional<RegisteredVersion> champion(String modelName) {
        try {
            MlflowApi.VersionBody body =
                    api.versionByAlias(modelName, config.alias()).modelVersion();
            if (body == null || body.source() == null) {
                throw RegistryException.lasting("the registry's champion of " + modelName + " has no source", null);
            }
            ModelVersion model = new ModelVersion(body.name(), Integer.parseInt(body.version()));
            return Optional.of(new RegisteredVersion(model, body.source()));
        } catch (WebApplicationException e) {
            // MLflow answers 404 for an unknown model and, depending on its version, 400 or 404 for an unknown alias.
            if (status(e) == 404 || status(e) == 400) {
                return Optional.empty();
            }
            throw failure("the champion of " + modelName, e);
        } catch (ProcessingException e) {
            throw unreachable(e);
        } catch (NumberFormatException e) {
            throw RegistryException.lasting("the version of model " + modelName + " must be a number", e);
        }
    }

    /**
     * The baseline in the version's model folder.
     *
     * @throws RegistryException when it is not there, cannot be read or cannot be fetched
     */
    public DriftBaseline baseline(RegisteredVersion version) {
        String path = artifactPath(version) + "/" + DriftBaseline.FILE_NAME;
        try {
            return DriftBaseline.fromJson(api.artifact(path));
        } catch (WebApplicationException e) {
            throw failure("the artefact " + path, e);
        } catch (ProcessingException e) {
            throw unreachable(e);
        } catch (IOException e) {
            throw RegistryException.lasting("the artefact " + path + " is not a baseline: " + e.getMessage(), e);
        }
    }

    private String artifactPath(RegisteredVersion version) {
        String source = version.source();
        if (source.startsWith(OF_RUN)) {
            int slash = source.indexOf('/', OF_RUN.length());
            if (slash < 0) {
                throw RegistryException.lasting(
                        "the source of " + version.model() + " names no folder: " + source, null);
            }
            source = artifactUri(source.substring(OF_RUN.length(), slash)) + source.substring(slash);
        }
        if (!source.startsWith(PROXIED)) {
            throw RegistryException.lasting(
                    "the source of " + version.model() + " is not served by the tracking server, which takes " + PROXIED
                            + "…, got: " + source,
                    null);
        }
        String path = source.substring(PROXIED.length()).replaceAll("^/+|/+$", "");
        boolean climbs = Arrays.stream(path.split("/", -1))
                .anyMatch(step -> step.isEmpty() || step.equals(".") || step.equals(".."));
        // Nothing from the registry may point the request elsewhere: the path is joined to the tracking server's
        // address.
        if (climbs || !PLAIN.matcher(path).matches()) {
            throw RegistryException.lasting(
                    "the source of " + version.model() + " is not a plain path: " + source, null);
        }
        return path;
    }

    private String artifactUri(String runId) {
        try {
            MlflowApi.RunBody run = api.run(runId).run();
            if (run == null || run.info().artifactUri() == null) {
                throw RegistryException.lasting("run " + runId + " has no artefacts", null);
            }
            return run.info().artifactUri().replaceAll("/+$", "");
        } catch (WebApplicationException e) {
            throw failure("run " + runId, e);
        } catch (ProcessingException e) {
            throw unreachable(e);
        }
    }

    private static RegistryException failure(String what, WebApplicationException e) {
        String message = "the registry answered " + status(e) + " for " + what;
        return status(e) >= 500 || status(e) == 429
                ? RegistryException.passing(message, e)
                : RegistryException.lasting(message, e);
    }

    private static RegistryException unreachable(ProcessingException e) {
        return RegistryException.passing("the registry cannot be reached: " + e.getMessage(), e);
    }

    private static int status(WebApplicationException e) {
        return e.getResponse().getStatus();
    }
}
