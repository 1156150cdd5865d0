package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.SnapshotManifest.ArchivedFile;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The files that the data came from: all that the successful ingestions of a moment have archived. They stay where they are,
 * under keys that are written once, so their digests are worked out once.
 */
final class ArchivedFiles {

    private final ObjectStore objects;

    ArchivedFiles(ObjectStore objects) {
        this.objects = objects;
    }

    /** Those that belong to the catalogue as the connection's transaction sees it, by key. */
    List<ArchivedFile> of(Connection connection) throws SQLException, IOException {
        Map<String, ArchivedFile> known = new HashMap<>();
        Database.query(
                        connection,
                        "SELECT object_key, size, sha256 FROM catalog.snapshot_files",
                        row -> new ArchivedFile(row.getString(1), row.getLong(2), row.getString(3)))
                .forEach(file -> known.put(file.key(), file));
        List<ArchivedFile> files = new ArrayList<>();
        for (String folder : folders(connection)) {
            for (ObjectStore.Entry entry : objects.list(folder)) {
                ArchivedFile file = known.get(entry.key());
                files.add(
                        file != null && file.size() == entry.size()
                                ? file
                                : new ArchivedFile(entry.key(), entry.size(), digest(entry.key())));
            }
        }
        return files;
    }

    /** Notes digests. */
    static void remember(Connection connection, List<ArchivedFile> files) throws SQLException {
        for (ArchivedFile file : files) {
            Database.update(connection, """
                    INSERT INTO catalog.snapshot_files AS known (object_key, size, sha256) VALUES (?, ?, ?)
                    ON CONFLICT (object_key) DO UPDATE SET size = excluded.size, sha256 = excluded.sha256
                    WHERE (known.size, known.sha256) <> (excluded.size, excluded.sha256)
                    """, file.key(), file.size(), file.sha256());
        }
    }

    /** Folders within this store; an archive in another store is not this one's to vouch for. */
    private TreeSet<String> folders(Connection connection) throws SQLException {
        String here = objects.uri();
        TreeSet<String> folders = new TreeSet<>();
        Database.query(
                        connection,
                        "SELECT DISTINCT raw_archive FROM catalog.ingestions"
                                + " WHERE state = 'succeeded' AND raw_archive IS NOT NULL",
                        row -> row.getString(1))
                .stream()
                .filter(uri -> uri.startsWith(here) && uri.length() > here.length())
                .forEach(uri -> folders.add(uri.substring(here.length())));
        return folders;
    }

    private String digest(String key) throws IOException {
        MessageDigest digest = Digest.sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = objects.open(key)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
