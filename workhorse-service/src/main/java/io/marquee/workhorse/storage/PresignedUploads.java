package io.marquee.workhorse.storage;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Objects that clients send to the store themselves, in parts, to addresses that are signed for a while. */
public interface PresignedUploads {

    /**
     * A part that has arrived.
     *
     * @param number from 1
     * @param entityTag what the store answered to the part, with its quotes
     * @param size in bytes
     */
    record Part(int number, String entityTag, long size) {}

    /** Begins an upload and gives the store's name of it. */
    String begin(String key) throws IOException;

    /** Where a part is to be PUT, without any further header. */
    URI partAddress(String key, String upload, int number, Duration validity);

    /**
     * The parts that have arrived, by number.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such upload
     */
    List<Part> parts(String key, String upload) throws IOException;

    /** Makes the object of those parts and lets it appear. */
    void complete(String key, String upload, List<Part> parts) throws IOException;

    /** Removes the parts; nothing happens when there is no such upload. */
    void abort(String key, String upload) throws IOException;
}
