package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.tracking.artifact.RunFolder;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads an archive, several times: first everything is compared with its checksums, then it is used. What does not belong into a
 * backup is refused, wherever the archive came from.
 */
final class BackupReader {

    private static final int MANIFEST_MOST = 64 * 1024 * 1024;

    private final ObjectStore store;
    private final String key;

    BackupReader(ObjectStore store, String key) {
        this.store = store;
        this.key = key;
    }

    /** Does something with an entry. */
    @FunctionalInterface
    private interface Use {
        void entry(String name, InputStream bytes) throws IOException;
    }

    /**
     * Compares every entry with the manifest.
     *
     * @throws ProblemException when one is missing, changed or too many
     */
    BackupManifest verified(ObjectMapper json) throws IOException {
        Map<String, BackupManifest.Entry> found = new LinkedHashMap<>();
        BackupManifest[] manifest = new BackupManifest[1];
        each((name, bytes) -> {
            if (name.equals(BackupManifest.NAME)) {
                manifest[0] = json.readValue(bytes.readNBytes(MANIFEST_MOST), BackupManifest.class);
                return;
            }
            requireKnown(name);
            DigestInputStream digest = new DigestInputStream(bytes, BackupWriter.sha256());
            long size = digest.transferTo(OutputStream.nullOutputStream());
            found.put(
                    name,
                    new BackupManifest.Entry(
                            name,
                            size,
                            HexFormat.of().formatHex(digest.getMessageDigest().digest())));
        });
        if (manifest[0] == null) {
            throw broken("has no manifest");
        }
        Map<String, BackupManifest.Entry> wanted =
                manifest[0].entries().stream().collect(Collectors.toMap(BackupManifest.Entry::name, entry -> entry));
        Stream.concat(wanted.keySet().stream(), found.keySet().stream())
                .filter(name -> !found.containsKey(name) || !found.get(name).equals(wanted.get(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw broken("does not hold '" + name + "' as it was written");
                });
        return manifest[0];
    }

    /** Puts the rows of each table into a folder. */
    void unpackTables(Path tables) throws IOException {
        each((name, bytes) -> {
            if (name.startsWith(BackupManifest.TABLES)) {
                requireKnown(name);
                Files.copy(bytes, tables.resolve(name.substring(BackupManifest.TABLES.length())));
            }
        });
    }

    /** Stores the files of runs where they were. */
    void storeFiles() throws IOException {
        each((name, bytes) -> {
            if (name.startsWith(BackupManifest.FILES)) {
                requireKnown(name);
                store.put(name, bytes);
            }
        });
    }

    private static void requireKnown(String name) {
        boolean table = Stream.concat(BackupTable.EXPERIMENTS.stream(), BackupTable.MODELS.stream())
                .anyMatch(known -> name.equals(BackupManifest.TABLES + known.name()));
        if (!table) {
            if (!name.startsWith(BackupManifest.FILES)) {
                throw broken("holds '" + name + "', which belongs to no backup");
            }
            String path = name.substring(BackupManifest.FILES.length());
            if (!RunFolder.place(path).key().equals(name)) {
                throw broken("holds '" + name + "', which is in no run's folder");
            }
        }
    }

    private void each(Use use) throws IOException {
        try (InputStream in = store.open(key);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(in, 1 << 16)), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isFile()) {
                    throw broken("holds '" + entry.getName() + "', which is no file");
                }
                use.entry(entry.getName(), tar);
            }
        } catch (NoSuchFileException e) {
            throw ProblemException.notFound("backup", key.substring(Backup.FOLDER.length()));
        } catch (ZipException | EOFException e) {
            throw broken("cannot be unpacked: " + e.getMessage());
        }
    }

    private static ProblemException broken(String why) {
        return new ProblemException(ProblemType.UNPROCESSABLE, "The backup " + why + "; nothing was changed.");
    }
}
