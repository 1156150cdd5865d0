package io.marquee.localstack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells the process that started this JVM that the server in it is ready. */
final class Announcement {

    private Announcement() {}

    static void make(Path file) throws IOException {
        Files.writeString(file, Long.toString(ProcessHandle.current().pid()));
    }
}
