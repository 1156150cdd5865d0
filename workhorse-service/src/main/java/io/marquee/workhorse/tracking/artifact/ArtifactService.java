package io.marquee.workhorse.tracking.artifact;

import io.marquee.contract.id.RunId;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.tracking.artifact.ArtifactMessages.FileInfo;
import io.marquee.workhorse.tracking.run.Run;
import io.marquee.workhorse.tracking.run.RunRepository;
import io.marquee.workhorse.tracking.wire.ErrorCode;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Files of runs in the object store. Nothing is read or written outside the folder of a run that exists. */
@ApplicationScoped
public class ArtifactService {

    private final ObjectStore store;
    private final RunRepository runs;
    private final long maxFileSize;

    ArtifactService(ObjectStore store, RunRepository runs, ArtifactConfig config) {
        this.store = store;
        this.runs = runs;
        this.maxFileSize = config.maxFileSize().asLongValue();
    }

    /** A file to send: its size is known before its bytes are. */
    record Download(ArtifactPath path, long size, InputStream bytes) {}

    /** Takes a file; it becomes visible when all of it is there. */
    void upload(RunFolder.Place place, InputStream bytes) throws IOException {
        Run run = runOf(place.folder());
        if (!run.isActive()) {
            throw MlflowException.invalid("The run " + run.runId() + " is deleted; restore it before files are added.");
        }
        if (place.path().isRoot()) {
            throw MlflowException.invalid("Invalid path: a file name is missing behind "
                    + place.folder().uri());
        }
        requireNoFolderClash(place);
        Path file = Files.createTempFile("marquee-upload", null);
        try {
            receive(bytes, file);
            store.put(place.key(), file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void receive(InputStream bytes, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            long received = 0;
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                received += read;
                if (received > maxFileSize) {
                    throw MlflowException.invalid(
                            "The file is larger than the " + maxFileSize + " bytes that are allowed.");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    /** A file system cannot hold both; so that runs can be copied there, no store of ours does. */
    private void requireNoFolderClash(RunFolder.Place place) throws IOException {
        String key = place.key();
        if (!store.list(key + "/").isEmpty()) {
            throw MlflowException.invalid("There is a folder named '" + place.path() + "' already.");
        }
        List<String> steps = place.path().steps();
        for (int i = 1; i < steps.size(); i++) {
            String above = String.join("/", steps.subList(0, i));
            if (store.exists(place.folder().key() + "/" + above)) {
                throw MlflowException.invalid(
                        "There is a file named '" + above + "' already, it cannot be a folder too.");
            }
        }
    }

    /** Opens a file. */
    Download download(RunFolder.Place place) throws IOException {
        runOf(place.folder());
        String key = place.key();
        for (ObjectStore.Entry entry : store.list(key)) {
            if (entry.key().equals(key)) {
                try {
                    return new Download(place.path(), entry.size(), store.open(key));
                } catch (NoSuchFileException e) {
                    throw noSuchFile(place, e);
                }
            }
        }
        throw noSuchFile(place, null);
    }

    /** Whether there is such a file. */
    boolean exists(RunFolder.Place place) throws IOException {
        return !place.path().isRoot() && store.exists(place.key());
    }

    /** Removes a file, or a folder with all that is in it; nothing happens when there is neither. */
    void delete(RunFolder.Place place) throws IOException {
        runOf(place.folder());
        if (!place.path().isRoot()) {
            store.delete(place.key());
        }
        for (ObjectStore.Entry entry : store.list(place.key() + "/")) {
            store.delete(entry.key());
        }
    }

    /** What is directly in a folder, by name; paths are relative to it. */
    List<FileInfo> list(RunFolder.Place place) throws IOException {
        runOf(place.folder());
        String prefix = place.key() + "/";
        Map<String, FileInfo> children = new TreeMap<>();
        for (ObjectStore.Entry entry : store.list(prefix)) {
            String rest = entry.key().substring(prefix.length());
            int slash = rest.indexOf('/');
            if (slash < 0) {
                children.put(rest, new FileInfo(rest, false, entry.size()));
            } else {
                String folder = rest.substring(0, slash);
                children.putIfAbsent(folder, new FileInfo(folder, true, null));
            }
        }
        return new ArrayList<>(children.values());
    }

    /** The folder of a run. */
    RunFolder folderOf(String runId) {
        Run run = runs.get(runId);
        return new RunFolder(run.experimentId(), new RunId(run.runId()));
    }

    private Run runOf(RunFolder folder) {
        Run run = runs.get(folder.runId().value());
        if (run.experimentId() != folder.experimentId()) {
            throw MlflowException.missing("Run '" + run.runId() + "' not found in experiment " + folder.experimentId());
        }
        return run;
    }

    private static MlflowException noSuchFile(RunFolder.Place place, @Nullable Exception cause) {
        return new MlflowException(
                ErrorCode.RESOURCE_DOES_NOT_EXIST,
                "No artifact '" + place.path() + "' in run " + place.folder().runId(),
                cause);
    }
}
