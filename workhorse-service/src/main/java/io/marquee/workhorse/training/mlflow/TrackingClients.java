package io.marquee.workhorse.training.mlflow;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

/** Opens what a tracking URI names, as MLflow reads {@code MLFLOW_TRACKING_URI}. */
@ApplicationScoped
public class TrackingClients {

    private final EmbeddedMlflow embedded;
    private final Clock clock;

    TrackingClients(EmbeddedMlflow embedded, Clock clock) {
        this.embedded = embedded;
        this.clock = clock;
    }

    /**
     * Opens it.
     *
     * @param uri {@code embedded:/} for the server in this process, {@code http(s)://…} for another one, {@code file:…} or a
     *     plain path for a folder
     * @throws IllegalArgumentException for other schemes
     */
    public TrackingClient open(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "embedded" -> new MlflowTrackingClient(embedded);
            case "http", "https" -> new MlflowTrackingClient(uri);
            case "file" ->
                new FileTrackingClient(Path.of(uri.isOpaque() ? uri.getSchemeSpecificPart() : uri.getPath()), clock);
            case "" -> new FileTrackingClient(Path.of(uri.getPath()), clock);
            default ->
                throw new IllegalArgumentException(
                        "a tracking URI is embedded:/, http(s)://…, file:… or a path, got: " + uri);
        };
    }
}
