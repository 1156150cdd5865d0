package io.marquee.runtime;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every other file of a model folder must be, byte for byte. It is written last: a folder without it is unfinished.
 *
 * @param version format version, 1
 * @param files path within the folder to its check
 */
record Manifest(int version, SortedMap<String, Entry> files) {

    static final String FILE_NAME = "manifest.json";
    static final int VERSION = 1;

    /**
     * One file.
     *
     * @param sha256 SHA-256 of its bytes, lower-case hexadecimal
     * @param size bytes
     */
    record Entry(String sha256, long size) {

        static Entry of(byte[] content) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                return new Entry(HexFormat.of().formatHex(digest.digest(content)), content.length);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    Manifest {
        for (String path : files.keySet()) {
            if (!path.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
                throw new IllegalArgumentException("lists a file with an unsafe name: '" + path + "'");
            }
        }
        files = new TreeMap<>(files);
    }

    static Manifest of(Map<String, byte[]> contents) {
        SortedMap<String, Entry> files = new TreeMap<>();
        contents.forEach((path, content) -> files.put(path, Entry.of(content)));
        return new Manifest(VERSION, files);
    }
}
