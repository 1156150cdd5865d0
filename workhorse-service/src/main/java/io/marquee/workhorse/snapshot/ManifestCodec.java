package io.marquee.workhorse.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;

/** Manifests as JSON with their own digest, which is checked when one is read. */
@RegisterForReflection(
        targets = {
            SnapshotManifest.class,
            SnapshotManifest.ArchivedFile.class,
            TableContent.class,
            TableContent.Column.class,
            TableContent.Chunk.class
        })
final class ManifestCodec {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private ManifestCodec() {}

    /** The manifest with its digest. */
    static SnapshotManifest sealed(SnapshotManifest manifest) {
        byte[] open = bytes(manifest.withDigest(null));
        return manifest.withDigest(Digest.of(open, open.length));
    }

    static byte[] bytes(SnapshotManifest manifest) {
        return write(manifest);
    }

    /**
     * Reads a manifest.
     *
     * @param key of the object, for messages
     * @throws ProblemException when it is not whole or of a newer format
     */
    static SnapshotManifest read(String key, byte[] bytes) {
        SnapshotManifest manifest;
        try {
            JsonNode json = JSON.readTree(bytes);
            int format = json.path("format").asInt();
            if (format > SnapshotManifest.FORMAT) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "the snapshot " + key + " is of format " + format + ", this version reads up to "
                                + SnapshotManifest.FORMAT);
            }
            manifest = JSON.treeToValue(json, SnapshotManifest.class);
            if (manifest == null) {
                throw new IOException("it is empty");
            }
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "the manifest " + key + " is corrupt: it cannot be read", e);
        }
        if (!sealed(manifest).equals(manifest)
                || !SnapshotManifest.dataDigest(manifest.tables()).equals(manifest.dataDigest())
                || !manifest.tables().stream().allMatch(TableContent::isWhole)) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "the manifest " + key + " is corrupt: it is not what its digest says");
        }
        return manifest;
    }

    static String text(TableContent content) {
        return new String(write(content), java.nio.charset.StandardCharsets.UTF_8);
    }

    static TableContent content(String text) {
        try {
            return JSON.readValue(text, TableContent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the noted content of a table cannot be read", e);
        }
    }

    private static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record can always be written", e);
        }
    }
}
