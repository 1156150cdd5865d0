package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.tracking.artifact.RunFolder;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * Reads an archive, twice: first everything is compared with its checksums, then it is used. What does not belong into a
 * backup is refused, wherever the archive came from.
 */
final class BackupReader {

    private static final int MANIFEST_MOST = 64 * 1024 * 1024;

    private final ObjectStore store;
    private final String key;
    private final JobProgress progress;

    BackupReader(ObjectStore store, String key, JobProgress progress) {
        this.store = store;
        this.key = key;
        this.progress = progress;
    }

    /** Does something with an entry. */
    @FunctionalInterface
    private interface Use {
        void entry(String name, InputStream bytes) throws IOException;
    }

    /**
     * Puts the rows of each table into a folder and compares every entry with the manifest.
     *
     * @throws ProblemException when one is missing, changed or too many
     */
    BackupManifest unpack(ObjectMapper json, Path tables) throws IOException {
        Map<String, BackupManifest.Entry> found = new LinkedHashMap<>();
        BackupManifest[] manifest = new BackupManifest[1];
        each("checking the backup", (name, bytes) -> {
            if (name.equals(BackupManifest.NAME)) {
                manifest[0] = manifest(json, bytes);
                return;
            }
            requireKnown(name);
            DigestInputStream digest = new DigestInputStream(bytes, BackupWriter.sha256());
            long size;
            try (OutputStream out = name.startsWith(BackupManifest.TABLES)
                    ? Files.newOutputStream(
                            tables.resolve(name.substring(BackupManifest.TABLES.length())),
                            StandardOpenOption.CREATE_NEW)
                    : OutputStream.nullOutputStream()) {
                size = digest.transferTo(out);
            } catch (FileAlreadyExistsException e) {
                throw broken("holds '" + name + "' twice");
            }
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
        compare(manifest[0], found);
        return manifest[0];
    }

    private static BackupManifest manifest(ObjectMapper json, InputStream bytes) throws IOException {
        try {
            return json.readValue(bytes.readNBytes(MANIFEST_MOST), BackupManifest.class);
        } catch (JacksonException e) {
            throw broken("has a manifest that cannot be read: " + e.getOriginalMessage());
        }
    }

    private static void compare(BackupManifest manifest, Map<String, BackupManifest.Entry> found) {
        Map<String, BackupManifest.Entry> wanted =
                manifest.entries().stream().collect(Collectors.toMap(BackupManifest.Entry::name, entry -> entry));
        Stream<String> tables = BackupTable.of(manifest.format(), manifest.isOfAll()).stream()
                .map(table -> BackupManifest.TABLES + table.name());
        Stream.of(tables, wanted.keySet().stream(), found.keySet().stream())
                .flatMap(names -> names)
                .filter(name -> !found.containsKey(name) || !found.get(name).equals(wanted.get(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw broken("does not hold '" + name + "' as it was written");
                });
    }

    /**
     * Stores files of runs where they were.
     *
     * @param folder what their names begin with
     */
    void storeFiles(String folder) throws IOException {
        each("storing files", (name, bytes) -> {
            if (name.startsWith(folder)) {
                requireKnown(name);
                store.put(name, bytes);
            }
        });
    }

    private static void requireKnown(String name) {
        boolean table = BackupTable.of(BackupManifest.FORMAT, true).stream()
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

    /** Progress is told in bytes of the packed archive, whose size is known. */
    private void each(String phase, Use use) throws IOException {
        try (InputStream in = new Counted(store.open(key), progress);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(in, 1 << 16)), "UTF-8")) {
            progress.begin(phase, 0, store.size(key));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isFile()) {
                    throw broken("holds '" + entry.getName() + "', which is no file");
                }
                use.entry(entry.getName(), tar);
                progress.moved(1, 0);
            }
        } catch (NoSuchFileException e) {
            throw ProblemException.notFound("backup", key.substring(Backup.FOLDER.length()));
        } catch (ZipException | EOFException e) {
            throw broken("cannot be unpacked: " + e.getMessage());
        }
    }

    /** Tells of the bytes that are read. */
    private static final class Counted extends FilterInputStream {

        private final JobProgress progress;

        Counted(InputStream in, JobProgress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            progress.moved(0, Math.max(0, read));
            return read;
        }
    }

    private static ProblemException broken(String why) {
        return new ProblemException(ProblemType.UNPROCESSABLE, "The backup " + why + "; nothing was changed.");
    }
}
