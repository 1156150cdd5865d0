package io.marquee.workhorse.ingestion.movielens;

import io.marquee.workhorse.ingestion.source.SourceFolder;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a release, in a folder or in the zip file that it is published as. */
sealed interface ReleaseFiles extends Closeable permits ReleaseFiles.InFolder, ZipRelease {

    /** Where they are, for people. */
    String origin();

    boolean has(String name);

    /** Bytes of a file that is there, unpacked. */
    long size(String name) throws IOException;

    InputStream open(String name) throws IOException;

    /** What is kept of it in the raw archive. */
    List<Path> rawFiles(List<String> read);

    /** Files in a folder. */
    record InFolder(SourceFolder folder) implements ReleaseFiles {

        @Override
        public String origin() {
            return folder.path().toString();
        }

        @Override
        public boolean has(String name) {
            return folder.optional(name).isPresent();
        }

        @Override
        public long size(String name) throws IOException {
            return Files.size(folder.required(name));
        }

        @Override
        public InputStream open(String name) throws IOException {
            return Files.newInputStream(folder.required(name));
        }

        @Override
        public List<Path> rawFiles(List<String> read) {
            return read.stream().map(folder::required).toList();
        }

        @Override
        public void close() {
            // Each file is closed by who reads it.
        }
    }
}
