package io.marquee.workhorse.training.mlflow;

import java.net.URI;

/** Where artefacts are behind the tracking server's artefact proxy. */
final class ArtifactLocation {

    private static final String SCHEME = "mlflow-artifacts";

    private ArtifactLocation() {}

    /**
     * The proxy's path of an artefact URI: {@code mlflow-artifacts:/1/abc/artifacts} is {@code 1/abc/artifacts}.
     *
     * @throws TrackingException for other schemes: their stores are not reached through the server
     */
    static String pathOf(String uri) {
        URI parsed = URI.create(uri);
        if (!SCHEME.equals(parsed.getScheme()) || parsed.getPath() == null) {
            throw new TrackingException(
                    "artefacts at " + uri + " cannot be reached: only " + SCHEME
                            + ": is served by the tracking server; start it with its artefact proxy",
                    null,
                    null);
        }
        String path = parsed.getPath();
        return path.startsWith("/") ? path.substring(1) : path;
    }
}
