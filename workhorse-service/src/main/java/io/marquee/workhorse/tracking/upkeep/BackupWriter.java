package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Writes rows and files into a tar.gz. Rows are those of one moment; a file that is removed meanwhile is left out. */
final class BackupWriter {

    private final Connection connection;
    private final ObjectStore store;
    private final Path work;
    private final OptionalLong experiment;
    private final JobProgress progress;

    /**
     * A writer.
     *
     * @param connection in a transaction that sees one moment
     * @param work folder for rows on their way
     */
    BackupWriter(Connection connection, ObjectStore store, Path work, OptionalLong experiment, JobProgress progress) {
        this.connection = connection;
        this.store = store;
        this.work = work;
        this.experiment = experiment;
        this.progress = progress;
    }

    /** Writes the archive. The stream stays open: it is the store's, for which a close before the end means to give up. */
    void write(OutputStream out, Instant now, ObjectMapper json) throws IOException {
        GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        Path manifest = work.resolve(BackupManifest.NAME);
        try (BackupManifest.Writer entries = new BackupManifest.Writer(json, manifest, now, experiment)) {
            List<BackupTable> tables = BackupTable.of(BackupManifest.FORMAT, experiment.isEmpty());
            progress.begin("reading rows", tables.size(), 0);
            for (BackupTable table : tables) {
                writeTable(tar, table, entries);
            }
            countFiles();
            store.visit(BackupManifest.folder(experiment), file -> writeFile(tar, file, entries));
        }
        header(tar, BackupManifest.NAME, Files.size(manifest));
        Files.copy(manifest, tar);
        tar.closeArchiveEntry();
        tar.finish();
        packed.finish();
    }

    private void countFiles() throws IOException {
        progress.begin("counting files");
        store.visit(BackupManifest.folder(experiment), file -> progress.moved(1, file.size()));
        JobProgress.State counted = progress.state();
        progress.begin("packing files", counted.items(), counted.bytes());
    }

    /** A tar entry begins with its size, so the rows go through a file. */
    private void writeTable(TarArchiveOutputStream tar, BackupTable table, BackupManifest.Writer entries)
            throws IOException {
        Path file = work.resolve(table.name());
        try {
            try (OutputStream rows = Files.newOutputStream(file)) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY (" + table.export(experiment) + ") TO STDOUT", rows);
            } catch (SQLException e) {
                throw new IOException("the rows of " + table.name() + " cannot be read: " + e.getMessage(), e);
            }
            try (InputStream rows = Files.newInputStream(file)) {
                writeEntry(tar, BackupManifest.TABLES + table.name(), Files.size(file), rows, entries);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void writeFile(TarArchiveOutputStream tar, ObjectStore.Entry file, BackupManifest.Writer entries)
            throws IOException {
        InputStream bytes = open(file.key());
        if (bytes == null) {
            return;
        }
        try (bytes) {
            writeEntry(tar, file.key(), file.size(), bytes, entries);
        }
    }

    private @Nullable InputStream open(String key) throws IOException {
        try {
            return store.open(key);
        } catch (NoSuchFileException removed) {
            // Somebody has deleted it since it was listed; a backup a moment later would not have it either.
            return null;
        }
    }

    private void writeEntry(
            TarArchiveOutputStream tar, String name, long size, InputStream bytes, BackupManifest.Writer entries)
            throws IOException {
        header(tar, name, size);
        DigestInputStream digest = new DigestInputStream(new Exactly(bytes, name, size, progress), sha256());
        digest.transferTo(tar);
        tar.closeArchiveEntry();
        progress.moved(1, 0);
        entries.add(new BackupManifest.Entry(
                name, size, HexFormat.of().formatHex(digest.getMessageDigest().digest())));
    }

    private static void header(TarArchiveOutputStream tar, String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Fails where a file is replaced by another size between listing and reading, instead of writing a broken archive. */
    private static final class Exactly extends FilterInputStream {

        private final String name;
        private final JobProgress progress;
        private long left;

        Exactly(InputStream in, String name, long size, JobProgress progress) {
            super(in);
            this.name = name;
            this.progress = progress;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            left -= Math.max(0, read);
            progress.moved(0, Math.max(0, read));
            if (left < 0 || read < 0 && left > 0) {
                throw new IOException("the file " + name + " was replaced while it was read; back up again");
            }
            return read;
        }
    }
}
