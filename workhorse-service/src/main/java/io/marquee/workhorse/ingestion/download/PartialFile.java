package io.marquee.workhorse.ingestion.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What there is of a file so far: {@code NAME.part} with {@code NAME.part.properties}, which says of which version it is. The
 * whole file has {@code NAME.properties}.
 */
final class PartialFile {

    private final RemoteFile file;
    private final Path part;
    private final Path partValidators;
    private final Path wholeValidators;

    private PartialFile(RemoteFile file) {
        this.file = file;
        this.part = file.target().resolveSibling(file.name() + ".part");
        this.partValidators = file.target().resolveSibling(file.name() + ".part.properties");
        this.wholeValidators = file.target().resolveSibling(file.name() + ".properties");
    }

    /** What an earlier attempt has left; a part of an unknown version is worth nothing. */
    static PartialFile of(RemoteFile file) throws IOException {
        PartialFile partial = new PartialFile(file);
        if (partial.validators() == null) {
            partial.drop();
        }
        return partial;
    }

    long length() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** Of which version the part is; null when that is not known. */
    @Nullable
    Validators validators() throws IOException {
        return Validators.read(partValidators, file.uri());
    }

    /** Of which version the whole file at the target is; null when there is none or that is not known. */
    @Nullable
    Validators wholeFile() throws IOException {
        return Files.isRegularFile(file.target()) ? Validators.read(wholeValidators, file.uri()) : null;
    }

    /** Starts anew with that version. */
    OutputStream begin(Validators validators) throws IOException {
        drop();
        validators.write(partValidators);
        return Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    OutputStream resume() throws IOException {
        return Files.newOutputStream(part, StandardOpenOption.APPEND);
    }

    void drop() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(partValidators);
    }

    String md5() throws IOException {
        try (InputStream in = Files.newInputStream(part)) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** Puts the part, which is the whole now, at the target. */
    void complete(@Nullable String md5) throws IOException {
        Validators validators = validators();
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        // In this order: a crash in between costs a download, and never makes an old file pass for a new one.
        Files.deleteIfExists(wholeValidators);
        Files.move(part, file.target(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (validators != null) {
            validators.withMd5(md5).write(wholeValidators);
        }
        Files.deleteIfExists(partValidators);
    }
}
