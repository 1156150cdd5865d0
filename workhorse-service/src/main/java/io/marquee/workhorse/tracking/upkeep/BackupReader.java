package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.tracking.artifact.RunFolder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads an archive, twice: first everything is compared with its checksums, then it is used. What does not belong into a
 * backup is refused, wherever the archive came from.
 */
final class BackupReader {

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
     * Puts the rows of each table and the manifest into a folder, and compares every entry with the manifest.
     *
     * @throws ProblemException when one is missing, changed, too many or at another place
     */
    BackupManifest unpack(ObjectMapper json, Path work) throws IOException {
        Path found = work.resolve("found");
        Path manifest = work.resolve(BackupManifest.NAME);
        Set<String> tables = new HashSet<>();
        try (DataOutputStream list = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(found)))) {
            each("checking the backup", (name, bytes) -> {
                if (name.equals(BackupManifest.NAME)) {
                    copy(bytes, manifest, name);
                    return;
                }
                requireKnown(name);
                DigestInputStream digest = new DigestInputStream(bytes, BackupWriter.sha256());
                long size;
                if (name.startsWith(BackupManifest.TABLES)) {
                    String table = name.substring(BackupManifest.TABLES.length());
                    tables.add(table);
                    size = copy(digest, work.resolve(table), name);
                } else {
                    size = digest.transferTo(OutputStream.nullOutputStream());
                }
                list.writeUTF(name);
                list.writeLong(size);
                list.writeUTF(HexFormat.of().formatHex(digest.getMessageDigest().digest()));
            });
        }
        if (!Files.exists(manifest)) {
            throw broken("has no manifest");
        }
        BackupManifest read;
        try {
            read = BackupManifest.read(json, manifest);
            compare(read, json, found);
        } catch (IOException e) {
            throw broken("has a manifest that cannot be read: " + e.getMessage());
        }
        BackupTable.of(read.format(), read.isOfAll()).stream()
                .map(BackupTable::name)
                .filter(table -> !tables.contains(table))
                .findFirst()
                .ifPresent(table -> {
                    throw broken("does not hold the rows of '" + table + "'");
                });
        return read;
    }

    private static long copy(InputStream bytes, Path file, String name) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            return bytes.transferTo(out);
        } catch (FileAlreadyExistsException e) {
            throw broken("holds '" + name + "' twice");
        }
    }

    /** Both are in the order of the archive. */
    private static void compare(BackupManifest manifest, ObjectMapper json, Path found) throws IOException {
        try (BackupManifest.Entries wanted = manifest.entries(json);
                DataInputStream list = new DataInputStream(new BufferedInputStream(Files.newInputStream(found)))) {
            for (BackupManifest.Entry entry = wanted.next(); entry != null; entry = wanted.next()) {
                if (list.available() == 0 || !entry.equals(read(list))) {
                    throw broken("does not hold '" + entry.name() + "' as it was written");
                }
            }
            if (list.available() > 0) {
                throw broken("holds '" + read(list).name() + "', which was not written");
            }
        }
    }

    private static BackupManifest.Entry read(DataInputStream list) throws IOException {
        return new BackupManifest.Entry(list.readUTF(), list.readLong(), list.readUTF());
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
