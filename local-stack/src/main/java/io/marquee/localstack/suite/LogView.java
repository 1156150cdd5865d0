package io.marquee.localstack.suite;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows the ends of logs, and what is added to them. */
final class LogView {

    private static final int BLOCK = 8_192;

    private final Map<String, Path> logs;
    private final PrintStream out;
    private final Map<String, Long> read = new LinkedHashMap<>();

    /**
     * A view of some logs.
     *
     * @param logs the file of each name; with more than one, each block of lines is headed by its name
     */
    LogView(Map<String, Path> logs, PrintStream out) {
        this.logs = logs;
        this.out = out;
    }

    /** Prints the last lines of each log that exists; the number of logs that did. */
    int printEnds(int lines) throws IOException {
        int found = 0;
        for (Map.Entry<String, Path> log : logs.entrySet()) {
            if (Files.exists(log.getValue())) {
                found++;
                byte[] end = end(log.getValue(), lines);
                read.put(log.getKey(), Files.size(log.getValue()));
                print(log.getKey(), end);
            }
        }
        return found;
    }

    /** Prints what was added since the last call; a log that was begun anew is read from its start. */
    void printAdditions() throws IOException {
        for (Map.Entry<String, Path> log : logs.entrySet()) {
            if (!Files.exists(log.getValue())) {
                continue;
            }
            try (RandomAccessFile file = new RandomAccessFile(log.getValue().toFile(), "r")) {
                long from = read.getOrDefault(log.getKey(), 0L);
                long begin = file.length() < from ? 0 : from;
                byte[] added = new byte[(int) Math.min(file.length() - begin, 1 << 20)];
                file.seek(begin);
                file.readFully(added);
                read.put(log.getKey(), begin + added.length);
                print(log.getKey(), added);
            }
        }
    }

    private void print(String name, byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        if (logs.size() > 1) {
            out.println("==> " + name);
        }
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** Read backwards, block by block: logs grow large and their ends are what people want. */
    private static byte[] end(Path path, int lines) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long position = file.length();
            byte[] tail = new byte[0];
            while (position > 0 && newlines(tail) <= lines) {
                int size = (int) Math.min(BLOCK, position);
                position -= size;
                byte[] longer = new byte[size + tail.length];
                file.seek(position);
                file.readFully(longer, 0, size);
                System.arraycopy(tail, 0, longer, size, tail.length);
                tail = longer;
            }
            String[] all = new String(tail, StandardCharsets.UTF_8).split("(?<=\n)");
            return String.join("", Arrays.asList(all).subList(Math.max(0, all.length - lines), all.length))
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private static int newlines(byte[] bytes) {
        int count = 0;
        for (byte b : bytes) {
            if (b == '\n') {
                count++;
            }
        }
        return count;
    }
}
