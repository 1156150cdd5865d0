package io.marquee.controltower.event;

import io.marquee.platform.event.OutgoingEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One event as bytes of a segment: {@code u32 length of the body | u32 CRC32C of the body | body}, big-endian. The body is
 * topic, key and header pairs as {@link DataOutputStream#writeUTF} writes them, the pairs after a {@code u8} count, then
 * the payload.
 *
 * <p>Length and checksum together tell a whole frame from one that a crash cut off or a disk left as zeros.
 */
final class SpoolFrame {

    /** Bytes before the body. */
    static final int PREFIX = 8;

    /** Topic and key lengths and the header count are always there. */
    private static final int SMALLEST_BODY = 5;

    private SpoolFrame() {}

    /** The whole frame, prefix included. */
    static byte[] encode(OutgoingEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + event.payload().length);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(0);
            out.writeUTF(event.topic());
            out.writeUTF(event.key());
            out.writeByte(event.headers().size());
            for (Map.Entry<String, String> header : event.headers().entrySet()) {
                out.writeUTF(header.getKey());
                out.writeUTF(header.getValue());
            }
            out.write(event.payload());
        } catch (IOException e) {
            throw new UncheckedIOException("an event of topic " + event.topic() + " does not fit a frame", e);
        }
        byte[] frame = bytes.toByteArray();
        ByteBuffer.wrap(frame)
                .putInt(frame.length - PREFIX)
                .putInt(checksum(ByteBuffer.wrap(frame, PREFIX, frame.length - PREFIX)));
        return frame;
    }

    /**
     * The length of the frame that starts at the buffer's position, or -1 when no whole, intact frame starts there. The
     * position stays.
     */
    static int intactLength(ByteBuffer bytes) {
        int start = bytes.position();
        if (bytes.remaining() < PREFIX + SMALLEST_BODY) {
            return -1;
        }
        int body = bytes.getInt(start);
        if (body < SMALLEST_BODY || body > bytes.remaining() - PREFIX) {
            return -1;
        }
        int expected = bytes.getInt(start + 4);
        return checksum(bytes.slice(start + PREFIX, body)) == expected ? PREFIX + body : -1;
    }

    /** Reads the intact frame at the buffer's position and moves the position behind it; null when there is none. */
    static @Nullable OutgoingEvent next(ByteBuffer bytes) {
        int length = intactLength(bytes);
        if (length < 0) {
            return null;
        }
        byte[] body = new byte[length - PREFIX];
        bytes.position(bytes.position() + PREFIX);
        bytes.get(body);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            String topic = in.readUTF();
            String key = in.readUTF();
            Map<String, String> headers = new LinkedHashMap<>();
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                headers.put(in.readUTF(), in.readUTF());
            }
            return new OutgoingEvent(topic, key, in.readAllBytes(), headers);
        } catch (IOException e) {
            throw new UncheckedIOException("a frame with a right checksum has a body of another layout", e);
        }
    }

    private static int checksum(ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }
}
