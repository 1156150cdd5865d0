package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of files by key. A write takes the entry, stores the file, and settles the entry; whoever finds that the entry was
 * taken by another in between leaves it open, because nobody can tell whose bytes came last. An open entry, also one that a
 * crash left, is learned from the file. So an entry that is settled tells the truth about its file.
 */
@ApplicationScoped
class ArtifactLedger {

    private final Sql sql;

    ArtifactLedger(Sql sql) {
        this.sql = sql;
    }

    /**
     * An entry.
     *
     * @param claim another one after every change
     * @param checksum null while the entry is open
     */
    record Entry(String claim, @Nullable Checksum checksum) {}

    Optional<Entry> find(String key) {
        return sql.first(
                row -> new Entry(
                        row.getString(1),
                        row.getString(3) == null ? null : new Checksum(row.getLong(2), row.getString(3))),
                "SELECT claim, size, sha256 FROM tracking.artifact WHERE key = ?",
                key);
    }

    /** Takes the entry for a write and opens it. */
    String take(String key) {
        String claim = newClaim();
        sql.update(
                "INSERT INTO tracking.artifact (key, claim) VALUES (?, ?) ON CONFLICT (key)"
                        + " DO UPDATE SET claim = excluded.claim, size = NULL, sha256 = NULL",
                key,
                claim);
        return claim;
    }

    /** Ends a write. */
    void settle(String key, String claim, Checksum checksum) {
        if (!fill(key, claim, checksum)) {
            // Another write came in between; the one of us that settles last must not believe itself alone.
            sql.update(
                    "UPDATE tracking.artifact SET claim = ?, size = NULL, sha256 = NULL WHERE key = ?",
                    newClaim(),
                    key);
        }
    }

    /** Notes what was read from a file whose entry is open or missing, unless something happened to the entry since. */
    Entry learn(String key, @Nullable Entry seen, Checksum checksum) {
        Entry learned = new Entry(newClaim(), checksum);
        if (seen == null) {
            sql.update(
                    "INSERT INTO tracking.artifact (key, claim, size, sha256) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                    key,
                    learned.claim(),
                    checksum.size(),
                    checksum.sha256());
        } else {
            sql.update(
                    "UPDATE tracking.artifact SET claim = ?, size = ?, sha256 = ? WHERE key = ? AND claim = ?",
                    learned.claim(),
                    checksum.size(),
                    checksum.sha256(),
                    key,
                    seen.claim());
        }
        return learned;
    }

    /** Forgets files that are gone. */
    void forget(List<String> keys) {
        sql.update("DELETE FROM tracking.artifact WHERE key = ANY(?)", (Object) keys.toArray(String[]::new));
    }

    /** Forgets files of runs that are not there. A run is there before its first file is. */
    void forgetFilesOfNoRun() {
        sql.update("DELETE FROM tracking.artifact a WHERE NOT EXISTS"
                + " (SELECT 1 FROM tracking.run r WHERE r.run_id = split_part(a.key, '/', 3))");
    }

    private boolean fill(String key, String claim, Checksum checksum) {
        return sql.update(
                        "UPDATE tracking.artifact SET size = ?, sha256 = ? WHERE key = ? AND claim = ?",
                        checksum.size(),
                        checksum.sha256(),
                        key,
                        claim)
                == 1;
    }

    private static String newClaim() {
        return UUID.randomUUID().toString();
    }
}
