package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Uploads in parts that are under way. */
@ApplicationScoped
class UploadTable {

    private final Sql sql;

    UploadTable(Sql sql) {
        this.sql = sql;
    }

    /**
     * An upload.
     *
     * @param key of the object that it is to become
     * @param storeUpload the object store's own name of it; null when parts go through this service
     */
    record Upload(
            String uploadId,
            String key,
            int numParts,
            @Nullable String storeUpload) {}

    /** A part that has arrived here. */
    record Part(int number, Checksum checksum) {}

    void add(Upload upload, long now) {
        sql.update(
                "INSERT INTO tracking.artifact_upload (upload_id, key, num_parts, store_upload, creation_time)"
                        + " VALUES (?, ?, ?, ?, ?)",
                upload.uploadId(),
                upload.key(),
                upload.numParts(),
                upload.storeUpload(),
                now);
    }

    Optional<Upload> find(String uploadId) {
        return uploads("WHERE upload_id = ?", uploadId).stream().findFirst();
    }

    /** Those that began before that time, a thousand at most. */
    List<Upload> olderThan(long time) {
        return uploads("WHERE creation_time < ? ORDER BY creation_time LIMIT 1000", time);
    }

    /** The names of all of them, ours and the object store's. */
    List<String> names() {
        return sql.list(
                row -> row.getString(1),
                "SELECT upload_id FROM tracking.artifact_upload UNION ALL SELECT store_upload FROM tracking.artifact_upload"
                        + " WHERE store_upload IS NOT NULL");
    }

    /** Those whose parts go to the store itself and that began since then, a thousand at most. */
    List<Upload> inStoreSince(long time) {
        return uploads("WHERE store_upload IS NOT NULL AND creation_time >= ? ORDER BY creation_time LIMIT 1000", time);
    }

    private List<Upload> uploads(String condition, Object parameter) {
        return sql.list(
                row -> new Upload(row.getString(1), row.getString(2), row.getInt(3), row.getString(4)),
                "SELECT upload_id, key, num_parts, store_upload FROM tracking.artifact_upload " + condition,
                parameter);
    }

    /** Notes a part; false when there is no such upload any more. */
    boolean addPart(String uploadId, Part part) {
        return sql.update(
                        "INSERT INTO tracking.artifact_part (upload_id, part, size, sha256)"
                                + " SELECT upload_id, ?, ?, ? FROM tracking.artifact_upload WHERE upload_id = ? FOR SHARE"
                                + " ON CONFLICT (upload_id, part) DO UPDATE SET size = excluded.size, sha256 = excluded.sha256",
                        part.number(),
                        part.checksum().size(),
                        part.checksum().sha256(),
                        uploadId)
                == 1;
    }

    /** The parts, by number. */
    List<Part> parts(String uploadId) {
        return sql.list(
                row -> new Part(row.getInt(1), new Checksum(row.getLong(2), row.getString(3))),
                "SELECT part, size, sha256 FROM tracking.artifact_part WHERE upload_id = ? ORDER BY part",
                uploadId);
    }

    void remove(String uploadId) {
        sql.update("DELETE FROM tracking.artifact_upload WHERE upload_id = ?", uploadId);
    }
}
