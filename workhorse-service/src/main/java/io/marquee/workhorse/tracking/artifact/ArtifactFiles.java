package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.artifact.ArtifactMessages.FileInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Files of runs for other parts of this service, by the paths that clients of the proxy use,
 * {@code <experiment>/<run>/artifacts/<file>}, and with the same checks.
 */
@ApplicationScoped
public class ArtifactFiles {

    private final ArtifactService artifacts;

    ArtifactFiles(ArtifactService artifacts) {
        this.artifacts = artifacts;
    }

    /** Stores a stream to its end; the caller closes it. */
    public Checksum put(String path, InputStream bytes) throws IOException {
        return artifacts.upload(RunFolder.place(path), bytes, null);
    }

    /**
     * The same for bytes whose checksum is known, as when a backup is restored.
     *
     * @throws io.marquee.workhorse.tracking.wire.MlflowException when they are others; nothing is stored then
     */
    public Checksum restore(String path, InputStream bytes, String sha256) throws IOException {
        return artifacts.upload(RunFolder.place(path), bytes, sha256);
    }

    /** What a file is, for example to be kept with a backup. */
    public Checksum checksum(String path) throws IOException {
        return artifacts.find(RunFolder.place(path)).checksum();
    }

    /** Opens a file; the caller closes it. */
    public InputStream open(String path) throws IOException {
        ArtifactService.Found found = artifacts.find(RunFolder.place(path));
        return artifacts.open(found, 0, found.checksum().size());
    }

    /** What is directly in a folder, by name, as messages of the wire. */
    public List<?> list(String folder) throws IOException {
        List<FileInfo> files = artifacts.list(RunFolder.place(folder));
        return files;
    }
}
