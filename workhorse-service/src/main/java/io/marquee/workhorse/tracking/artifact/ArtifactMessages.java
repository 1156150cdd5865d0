package io.marquee.workhorse.tracking.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.marquee.workhorse.tracking.wire.MlflowMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers about artefacts. */
final class ArtifactMessages {

    private ArtifactMessages() {}

    /**
     * A file or a folder.
     *
     * @param fileSize bytes; null for a folder
     */
    @MlflowMessage
    record FileInfo(String path, boolean isDir, @Nullable Long fileSize) {}

    @MlflowMessage
    record Files(@JsonInclude(JsonInclude.Include.NON_EMPTY) List<FileInfo> files) {}

    @MlflowMessage
    record FilesOfRun(
            String rootUri,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FileInfo> files) {}
}
