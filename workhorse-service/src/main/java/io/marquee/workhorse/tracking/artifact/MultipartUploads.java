package io.marquee.workhorse.tracking.artifact;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.storage.PresignedUploads;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Files that arrive in parts: straight in the object store where it offers that, else part by part through this service. The
 * file appears when the upload is completed; parts of uploads that nobody completes go after a while.
 */
@ApplicationScoped
class MultipartUploads {

    /** Where parts wait that travel through this service. */
    static final String FOLDER = "artifact-uploads/";

    private final ObjectStore store;
    private final ArtifactService artifacts;
    private final ArtifactIntake intake;
    private final ArtifactLedger ledger;
    private final UploadTable uploads;
    private final ArtifactConfig config;
    private final Clock clock;

    MultipartUploads(
            ObjectStore store,
            ArtifactService artifacts,
            ArtifactIntake intake,
            ArtifactLedger ledger,
            UploadTable uploads,
            ArtifactConfig config,
            Clock clock) {
        this.store = store;
        this.artifacts = artifacts;
        this.intake = intake;
        this.ledger = ledger;
        this.uploads = uploads;
        this.config = config;
        this.clock = clock;
    }

    /** Where the parts of an upload go, by number; empty when they go through this service. */
    record Begun(String uploadId, Map<Integer, String> addresses) {}

    /** A part as its sender names it when completing. */
    record SentPart(int number, String entityTag) {}

    Begun begin(RunFolder.Place place, long numParts) throws IOException {
        if (numParts < 1 || numParts > config.maxParts()) {
            throw MlflowException.invalid(
                    "Invalid num_parts: it must be from 1 to " + config.maxParts() + ", but got " + numParts);
        }
        artifacts.requireRoomFor(place);
        String uploadId = UUID.randomUUID().toString().replace("-", "");
        Optional<PresignedUploads> presigned = presigned();
        String storeUpload = presigned.isPresent() ? presigned.get().begin(place.key()) : null;
        uploads.add(new UploadTable.Upload(uploadId, place.key(), (int) numParts, storeUpload), clock.millis());
        Map<Integer, String> addresses = new TreeMap<>();
        if (presigned.isPresent() && storeUpload != null) {
            for (int number = 1; number <= numParts; number++) {
                addresses.put(
                        number,
                        presigned
                                .get()
                                .partAddress(place.key(), storeUpload, number, config.maxUploadTime())
                                .toString());
            }
        }
        return new Begun(uploadId, addresses);
    }

    /** Makes sure that a part of that announced size may be taken; null when its sender says nothing. */
    void requireAllowed(@Nullable Long announced) {
        intake.requireAllowed(announced);
    }

    /** Takes a part; one of that number is replaced. */
    Checksum receive(String uploadId, int number, InputStream bytes) throws IOException {
        UploadTable.Upload upload = uploads.find(uploadId)
                .filter(found -> found.storeUpload() == null)
                .orElseThrow(() -> noSuchUpload(uploadId));
        if (number < 1 || number > upload.numParts()) {
            throw MlflowException.invalid(
                    "Invalid part number: it must be from 1 to " + upload.numParts() + ", but got " + number);
        }
        String key = partKey(uploadId, number);
        Checksum checksum = intake.receive(key, bytes, config.maxFileSize().asLongValue(), null);
        if (!uploads.addPart(uploadId, new UploadTable.Part(number, checksum))) {
            store.delete(key);
            throw noSuchUpload(uploadId);
        }
        return checksum;
    }

    /** Makes the file of those parts and lets it appear. */
    void complete(RunFolder.Place place, String uploadId, List<SentPart> parts) throws IOException {
        UploadTable.Upload upload = find(place, uploadId);
        artifacts.requireRoomFor(place);
        requireAscending(parts);
        String storeUpload = upload.storeUpload();
        if (storeUpload == null) {
            join(upload, parts);
        } else {
            completeInStore(upload, storeUpload, parts);
        }
        remove(upload);
    }

    /** Gives an upload up. */
    void abort(RunFolder.Place place, String uploadId) throws IOException {
        remove(find(place, uploadId));
    }

    /** Gives up what began too long ago. */
    int removeExpired() throws IOException {
        List<UploadTable.Upload> expired =
                uploads.olderThan(clock.millis() - config.multipartExpiry().toMillis());
        for (UploadTable.Upload upload : expired) {
            remove(upload);
        }
        return expired.size();
    }

    /**
     * Gives up what is larger already than its file may be: the parts that clients send to the store themselves are not counted
     * on their way. Only what began a short while ago is looked at, since the addresses of older parts do not work any more.
     *
     * @param beginning how long ago the oldest began
     */
    int removeOversized(Duration beginning) throws IOException {
        Optional<PresignedUploads> presigned = store.presignedUploads();
        if (presigned.isEmpty()) {
            return 0;
        }
        int removed = 0;
        for (UploadTable.Upload upload : uploads.inStoreSince(clock.millis() - beginning.toMillis())) {
            if (sizeInStore(presigned.get(), upload) > config.maxMultipartSize().asLongValue()) {
                remove(upload);
                removed++;
            }
        }
        return removed;
    }

    private static long sizeInStore(PresignedUploads presigned, UploadTable.Upload upload) throws IOException {
        try {
            return presigned.parts(upload.key(), Objects.requireNonNull(upload.storeUpload())).stream()
                    .mapToLong(PresignedUploads.Part::size)
                    .sum();
        } catch (NoSuchFileException e) {
            // Completed or given up in between.
            return 0;
        }
    }

    private void join(UploadTable.Upload upload, List<SentPart> sent) throws IOException {
        Map<Integer, Checksum> arrived = new TreeMap<>();
        uploads.parts(upload.uploadId()).forEach(part -> arrived.put(part.number(), part.checksum()));
        long total = 0;
        for (SentPart part : sent) {
            Checksum checksum = arrived.get(part.number());
            if (checksum == null || !unquoted(checksum.entityTag()).equals(unquoted(part.entityTag()))) {
                throw wrongPart(part.number());
            }
            total += checksum.size();
        }
        requireSize(total);
        String claim = ledger.take(upload.key());
        try (PartSequence all = new PartSequence(
                store,
                sent.stream()
                        .map(part -> partKey(upload.uploadId(), part.number()))
                        .toList())) {
            ledger.settle(
                    upload.key(),
                    claim,
                    intake.receive(upload.key(), all, config.maxMultipartSize().asLongValue(), null));
        }
    }

    private void completeInStore(UploadTable.Upload upload, String storeUpload, List<SentPart> sent)
            throws IOException {
        PresignedUploads presigned = store.presignedUploads()
                .orElseThrow(() -> new IOException("the object store no longer takes uploads by address"));
        Map<Integer, PresignedUploads.Part> arrived = new TreeMap<>();
        try {
            presigned.parts(upload.key(), storeUpload).forEach(part -> arrived.put(part.number(), part));
        } catch (NoSuchFileException e) {
            throw noSuchUpload(upload.uploadId());
        }
        List<PresignedUploads.Part> chosen = new ArrayList<>();
        for (SentPart part : sent) {
            PresignedUploads.Part found = arrived.get(part.number());
            if (found == null || !unquoted(found.entityTag()).equals(unquoted(part.entityTag()))) {
                throw wrongPart(part.number());
            }
            chosen.add(found);
        }
        requireSize(chosen.stream().mapToLong(PresignedUploads.Part::size).sum());
        String claim = ledger.take(upload.key());
        presigned.complete(upload.key(), storeUpload, chosen);
        // Nobody has seen the bytes on their way; they are read once, so that their checksum is known from now on.
        ledger.settle(upload.key(), claim, CheckedStream.sumUp(store.open(upload.key())));
    }

    private void remove(UploadTable.Upload upload) throws IOException {
        String storeUpload = upload.storeUpload();
        if (storeUpload == null) {
            for (ObjectStore.Entry part : store.list(FOLDER + upload.uploadId() + "/")) {
                store.delete(part.key());
            }
        } else if (store.presignedUploads().isPresent()) {
            store.presignedUploads().get().abort(upload.key(), storeUpload);
        }
        uploads.remove(upload.uploadId());
    }

    private UploadTable.Upload find(RunFolder.Place place, String uploadId) {
        return uploads.find(uploadId)
                .filter(upload -> upload.key().equals(place.key()))
                .orElseThrow(() -> noSuchUpload(uploadId));
    }

    private Optional<PresignedUploads> presigned() {
        return config.presignedParts() ? store.presignedUploads() : Optional.empty();
    }

    private void requireSize(long size) {
        long limit = config.maxMultipartSize().asLongValue();
        if (size > limit) {
            throw new ProblemException(ProblemType.TOO_LARGE, CheckedStream.tooLarge(limit));
        }
    }

    private static void requireAscending(List<SentPart> parts) {
        if (parts.isEmpty()) {
            throw MlflowException.invalid("Invalid parts: there must be at least one.");
        }
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).number() <= parts.get(i - 1).number()) {
                throw MlflowException.invalid("Invalid parts: they must be in ascending order, each once.");
            }
        }
    }

    private static String partKey(String uploadId, int number) {
        return FOLDER + uploadId + "/" + String.format(Locale.ROOT, "%05d", number);
    }

    private static String unquoted(String entityTag) {
        return entityTag.replace("\"", "");
    }

    private static MlflowException wrongPart(int number) {
        return MlflowException.invalid("Invalid parts: part " + number + " has not arrived, or with another ETag.");
    }

    private static MlflowException noSuchUpload(String uploadId) {
        return MlflowException.missing("No upload '"
                + uploadId.replaceAll("[^\\w-]", "?").substring(0, Math.min(64, uploadId.length())) + "' of that file");
    }
}
