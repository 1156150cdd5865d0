package io.marquee.workhorse.feature.registry;

import io.marquee.workhorse.feature.definition.DefinitionFiles;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The registry in the database. */
@ApplicationScoped
class RegistryStore {

    /** Any number that nothing else in this database locks by. */
    private static final long LOCK = 0x6d61727175656501L;

    private final Database database;

    RegistryStore(Database database) {
        this.database = database;
    }

    /** Makes other instances wait that want to change the registry, until the current transaction ends. */
    void lock() {
        database.query("SELECT pg_advisory_xact_lock(?)", row -> true, LOCK);
    }

    /** The revision in force; 0 while there is none. */
    long latest() {
        return database.queryOne(
                        "SELECT coalesce(max(revision), 0) FROM features.registry_revision", row -> row.getLong(1))
                .orElse(0L);
    }

    /** All revisions, the newest first. */
    List<RegistryRevision> revisions() {
        return database.query(
                "SELECT * FROM features.registry_revision ORDER BY revision DESC", RegistryStore::revision);
    }

    Optional<RegistryRevision> revision(long revision) {
        return database.queryOne(
                "SELECT * FROM features.registry_revision WHERE revision = ?", RegistryStore::revision, revision);
    }

    DefinitionFiles files(long revision) {
        Map<String, String> texts = new TreeMap<>();
        database.query(
                "SELECT name, text FROM features.registry_file WHERE revision = ?",
                row -> texts.put(row.getString("name"), row.getString("text")),
                revision);
        return new DefinitionFiles(texts);
    }

    /** Every version of every object, the oldest first. */
    List<ObjectVersion> objects() {
        return database.query(
                "SELECT * FROM features.registry_object ORDER BY revision, kind, name", RegistryStore::object);
    }

    /** Every version of one object, the newest first. */
    List<ObjectVersion> versions(ObjectKind kind, String name) {
        return database.query(
                "SELECT * FROM features.registry_object WHERE kind = ? AND name = ? ORDER BY revision DESC",
                RegistryStore::object,
                kind.word(),
                name);
    }

    /** Adds a revision with its files and the versions that begin with it. */
    void add(RegistryRevision revision, DefinitionFiles files, List<ObjectVersion> beginning) {
        database.update(
                "INSERT INTO features.registry_revision (revision, files_hash, author, note, created_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                revision.revision(),
                revision.filesHash(),
                revision.author(),
                revision.note(),
                revision.createdAt());
        files.texts()
                .forEach((name, text) -> database.update(
                        "INSERT INTO features.registry_file (revision, name, text) VALUES (?, ?, ?)",
                        revision.revision(),
                        name,
                        text));
        for (ObjectVersion version : beginning) {
            database.update(
                    """
                    INSERT INTO features.registry_object (kind, name, version, revision, content, content_hash, rows_hash,
                        author, created_at)
                    VALUES (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
                    """,
                    version.kind().word(),
                    version.name(),
                    version.version(),
                    version.revision(),
                    version.content(),
                    version.contentHash(),
                    version.rowsHash(),
                    version.author(),
                    version.createdAt());
        }
    }

    /** The hash of the folder's files as they were last looked at; empty before the first time. */
    Optional<String> folderHash() {
        return database.queryOne("SELECT files_hash FROM features.registry_folder", row -> row.getString(1));
    }

    void rememberFolder(String filesHash, Instant now) {
        database.update("""
                INSERT INTO features.registry_folder (files_hash, seen_at) VALUES (?, ?)
                ON CONFLICT (one_row) DO UPDATE SET files_hash = excluded.files_hash, seen_at = excluded.seen_at
                """, filesHash, now);
    }

    private static RegistryRevision revision(ResultSet row) throws SQLException {
        return new RegistryRevision(
                row.getLong("revision"),
                row.getString("files_hash"),
                row.getString("author"),
                row.getString("note"),
                Objects.requireNonNull(Database.instant(row, "created_at")));
    }

    private static ObjectVersion object(ResultSet row) throws SQLException {
        return new ObjectVersion(
                ObjectKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                row.getInt("version"),
                row.getLong("revision"),
                row.getString("content"),
                row.getString("content_hash"),
                row.getString("rows_hash"),
                row.getString("author"),
                Objects.requireNonNull(Database.instant(row, "created_at")));
    }
}
