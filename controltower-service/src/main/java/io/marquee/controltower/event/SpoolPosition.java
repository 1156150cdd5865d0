package io.marquee.controltower.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;

/**
 * How far the spool has been emptied.
 *
 * @param segment first sequence number of the segment, which is also its file name
 * @param offset the next byte to read in it
 * @param sequence the sequence number of the event there
 */
record SpoolPosition(long segment, long offset, long sequence) {

    private static final int BYTES = 3 * Long.BYTES + Integer.BYTES;

    /** Replaces the stored position in one step, so that a crash leaves the old or the new one. */
    void store(Path file) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(BYTES).putLong(segment).putLong(offset).putLong(sequence);
        bytes.putInt(checksum(bytes.array()));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, bytes.array());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The stored position; {@code otherwise} when there is none or it is damaged, so that events are rather sent again. */
    static SpoolPosition load(Path file, SpoolPosition otherwise) throws IOException {
        if (!Files.exists(file)) {
            return otherwise;
        }
        byte[] stored = Files.readAllBytes(file);
        if (stored.length != BYTES || ByteBuffer.wrap(stored).getInt(BYTES - Integer.BYTES) != checksum(stored)) {
            return otherwise;
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        return new SpoolPosition(bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }
}
