package io.marquee.workhorse.tracking.upkeep;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Where rows wait between the database and an archive, a folder for each job. */
@ApplicationScoped
class WorkFolder {

    private static final String PREFIX = "upkeep-";

    private final Path folder;
    private final Duration unfinishedAge;
    private final Clock clock;

    WorkFolder(UpkeepConfig config, Clock clock) {
        this.folder = config.workFolder();
        this.unfinishedAge = config.unfinishedAge();
        this.clock = clock;
    }

    /** A folder for one job; it goes with what is in it when it is closed. */
    record Room(Path path) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            remove(path);
        }
    }

    /** A new folder; those that killed jobs left go. */
    Room room() throws IOException {
        Files.createDirectories(folder);
        Instant before = clock.instant().minus(unfinishedAge);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path one : left) {
                if (Files.getLastModifiedTime(one).toInstant().isBefore(before)) {
                    remove(one);
                }
            }
        }
        return new Room(Files.createTempDirectory(folder, PREFIX));
    }

    private static void remove(Path room) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(room)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(room);
    }
}
