package io.marquee.workhorse.ingestion.download;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where downloads are kept. What is there may be ingested, whatever folder ingestion is bound to. */
@ApplicationScoped
public class DownloadFolder {

    private final Path folder;

    public DownloadFolder(DownloadConfig config) {
        this.folder = config.folder().toAbsolutePath().normalize();
    }

    /**
     * The folder below which a path has to be.
     *
     * @param path as it was asked for
     * @param configured what holds for other paths
     * @return empty when the path may be anywhere
     */
    public Optional<Path> allowed(@Nullable String path, Optional<Path> configured) {
        try {
            boolean downloaded = path != null
                    && Files.exists(Path.of(path))
                    && Files.exists(folder)
                    && Path.of(path).toRealPath().startsWith(folder.toRealPath());
            return downloaded ? Optional.empty() : configured;
        } catch (IOException | InvalidPathException e) {
            return configured;
        }
    }
}
