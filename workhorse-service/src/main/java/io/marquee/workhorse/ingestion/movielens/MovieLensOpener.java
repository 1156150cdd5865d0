package io.marquee.workhorse.ingestion.movielens;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.IngestionConfig;
import io.marquee.workhorse.ingestion.download.DownloadFolder;
import io.marquee.workhorse.ingestion.source.DatasetOpener;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceFolder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A MovieLens release of any form, in a folder or as its zip file. A release's user ids are its own, so a catalogue should hold
 * the ratings of one release.
 */
@ApplicationScoped
public class MovieLensOpener implements DatasetOpener {

    private final IngestionConfig config;
    private final DownloadFolder downloads;

    MovieLensOpener(IngestionConfig config, DownloadFolder downloads) {
        this.config = config;
        this.downloads = downloads;
    }

    @Override
    public String kind() {
        return "movielens";
    }

    @Override
    public SourceDataset open(IngestionRequest request) {
        request.refuseOtherOptions(List.of());
        ReleaseFiles files = files(request.sourceUri());
        try {
            MovieLensDataset dataset = MovieLensDataset.of(files);
            for (ReleaseTable table : dataset.releaseTables()) {
                check(table);
            }
            return dataset;
        } catch (RuntimeException e) {
            closeAfter(e, files);
            throw e;
        }
    }

    /** Opens a table, so that a wrong header is found before the load begins. */
    private static void check(ReleaseTable table) {
        try {
            table.open().close();
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE, table.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private ReleaseFiles files(@Nullable String uri) {
        Optional<Path> allowed = downloads.allowed(uri, config.allowedFolder());
        Path zip = zip(uri);
        if (zip == null) {
            return new ReleaseFiles.InFolder(SourceFolder.open(uri, allowed));
        }
        Path folder = zip.toAbsolutePath().getParent();
        return ZipRelease.open(
                SourceFolder.open(String.valueOf(folder), allowed).required(String.valueOf(zip.getFileName())));
    }

    /** The path when it is a file's; null for a folder and for what is no path, which others complain of. */
    private static @Nullable Path zip(@Nullable String uri) {
        try {
            return uri != null && !uri.isBlank() && !uri.contains("://") && Files.isRegularFile(Path.of(uri))
                    ? Path.of(uri)
                    : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static void closeAfter(RuntimeException failure, ReleaseFiles files) {
        try {
            files.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
