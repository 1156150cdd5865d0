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
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
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
    private final ArtifactLedger ledger;
    private final ArtifactIntake intake;
    private final ArtifactConfig config;

    ArtifactService(
            ObjectStore store,
            RunRepository runs,
            ArtifactLedger ledger,
            ArtifactIntake intake,
            ArtifactConfig config) {
        this.store = store;
        this.runs = runs;
        this.ledger = ledger;
        this.intake = intake;
        this.config = config;
    }

    /** A file whose size and checksum are known before its bytes are. */
    record Found(RunFolder.Place place, ArtifactLedger.Entry entry, Checksum checksum) {}

    /**
     * Takes a file; it becomes visible when all of it is there.
     *
     * @param expectedSha256 what the sender says it is, null when it says nothing
     */
    Checksum upload(RunFolder.Place place, InputStream bytes, @Nullable String expectedSha256) throws IOException {
        requireRoomFor(place);
        return store(place.key(), expectedSha256, bytes);
    }

    /** Makes sure that a file of that announced size may be taken; null when its sender says nothing. */
    void requireAllowed(@Nullable Long announced) {
        intake.requireAllowed(announced);
    }

    /** Makes sure that a file may be written there. */
    void requireRoomFor(RunFolder.Place place) throws IOException {
        Run run = runOf(place.folder());
        if (!run.isActive()) {
            throw MlflowException.invalid("The run " + run.runId() + " is deleted; restore it before files are added.");
        }
        if (place.path().isRoot()) {
            throw MlflowException.invalid("Invalid path: a file name is missing behind "
                    + place.folder().uri());
        }
        requireNoFolderClash(place);
    }

    private Checksum store(String key, @Nullable String expectedSha256, InputStream bytes) throws IOException {
        String claim = ledger.take(key);
        Checksum stored = intake.receive(key, bytes, config.maxFileSize().asLongValue(), expectedSha256);
        ledger.settle(key, claim, stored);
        return stored;
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

    /** Looks for a file; its checksum is learned from its bytes where a write did not come to its end. */
    Found find(RunFolder.Place place) throws IOException {
        runOf(place.folder());
        if (place.path().isRoot()) {
            throw noSuchFile(place, null);
        }
        String key = place.key();
        try {
            long size = store.size(key);
            ArtifactLedger.Entry entry = ledger.find(key).orElse(null);
            if (entry == null || entry.checksum() == null || entry.checksum().size() != size) {
                entry = ledger.learn(key, entry, CheckedStream.sumUp(store.open(key)));
            }
            Checksum checksum = entry.checksum();
            if (checksum == null) {
                throw new IllegalStateException("the entry of " + key + " was learned and has no checksum");
            }
            return new Found(place, entry, checksum);
        } catch (NoSuchFileException e) {
            throw noSuchFile(place, e);
        }
    }

    /** Opens a part of a file that was found, or all of it. */
    InputStream open(Found found, long from, long length) throws IOException {
        String key = found.place().key();
        InputStream bytes;
        try {
            bytes = length == found.checksum().size() ? store.open(key) : store.open(key, from, length);
        } catch (NoSuchFileException e) {
            throw noSuchFile(found.place(), e);
        }
        // Only while nobody has written since, the bytes are those that the answer's head speaks of.
        boolean same = ledger.find(key)
                .filter(entry -> entry.claim().equals(found.entry().claim()))
                .isPresent();
        if (!same) {
            bytes.close();
            throw new MlflowException(
                    ErrorCode.RESOURCE_CONFLICT,
                    "The file '" + found.place().path() + "' was replaced while it was opened; ask again.");
        }
        return bytes;
    }

    /** Whether there is such a file. */
    boolean exists(RunFolder.Place place) throws IOException {
        return !place.path().isRoot() && store.exists(place.key());
    }

    /** Removes a file, or a folder with all that is in it; nothing happens when there is neither. */
    void delete(RunFolder.Place place) throws IOException {
        runOf(place.folder());
        List<String> keys = new ArrayList<>();
        if (!place.path().isRoot()) {
            keys.add(place.key());
        }
        store.list(place.key() + "/").forEach(entry -> keys.add(entry.key()));
        try {
            for (String key : keys) {
                store.delete(key);
            }
        } catch (AccessDeniedException e) {
            throw new MlflowException(ErrorCode.PERMISSION_DENIED, "The store refuses that: " + e.getReason(), e);
        }
        ledger.forget(keys);
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
