package io.marquee.workhorse.ingestion.download;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one file so that it appears whole or not at all: into a partial file beside its target, which a later attempt, also of
 * another process, goes on with, provided the server still has the same version. A file that is there is fetched again only
 * when the server says that it has changed.
 */
final class FileDownload {

    private static final Logger LOG = Logger.getLogger(FileDownload.class);
    private static final Pattern MD5 = Pattern.compile("(?<![0-9a-fA-F])[0-9a-fA-F]{32}(?![0-9a-fA-F])");
    private static final int MAX_CHECKSUM_FILE = 4096;

    /**
     * What came of it.
     *
     * @param bytes of the whole file
     * @param md5 the published checksum that it was found to have; null when none is published
     * @param notModified whether the file was there already
     */
    record Fetched(Path path, long bytes, @Nullable String md5, boolean notModified) {}

    private final HttpGet.Settings settings;
    private final RetryPolicy retries;
    private final Clock clock;
    private final RandomGenerator random;

    FileDownload(HttpGet.Settings settings, RetryPolicy retries, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.retries = retries;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Fetches it.
     *
     * @throws ProblemException when the server does not have it, gives up too often, or its content is not what it publishes
     */
    Fetched fetch(RemoteFile file, DownloadProgress progress) throws IOException {
        Files.createDirectories(file.target().toAbsolutePath().getParent());
        Path lockFile = file.target().resolveSibling(file.name() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock == null) {
                throw new ProblemException(
                        ProblemType.CONFLICT, file.name() + " is being downloaded by another process");
            }
            return new Session(file, progress).run();
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** The attempts at one file. */
    private final class Session {

        private final RemoteFile file;
        private final DownloadProgress progress;
        private final PartialFile partial;
        private int failures;
        private boolean mismatched;

        Session(RemoteFile file, DownloadProgress progress) throws IOException {
            this.file = file;
            this.progress = progress;
            this.partial = PartialFile.of(file);
        }

        Fetched run() throws IOException {
            String published = file.checksum() == null ? null : retried(this::publishedChecksum);
            while (true) {
                Attempt.Outcome outcome = retried(() -> attempt(published));
                if (outcome == Attempt.Outcome.NOT_MODIFIED) {
                    progress.fileFinished();
                    return new Fetched(file.target(), Files.size(file.target()), published, true);
                }
                String md5 = published == null ? null : partial.md5();
                if (published == null || published.equals(md5)) {
                    partial.complete(md5);
                    progress.fileFinished();
                    return new Fetched(file.target(), Files.size(file.target()), md5, false);
                }
                partial.drop();
                // The parts may be of two versions, or the checksum of the other one: once more from the start tells.
                if (mismatched) {
                    throw new ProblemException(
                            ProblemType.UPSTREAM_FAILED,
                            file.uri() + " has the checksum " + md5 + ", its publisher says " + published);
                }
                mismatched = true;
            }
        }

        private Attempt.Outcome attempt(@Nullable String published) throws IOException {
            long before = partial.length();
            try {
                return new Attempt(file, partial, progress, settings, clock).run(published);
            } finally {
                if (partial.length() > before) {
                    failures = 0;
                }
            }
        }

        /** The MD5 that stands beside the file; null when there is none. */
        private @Nullable String publishedChecksum() throws IOException {
            if (file.checksum() == null) {
                return null;
            }
            try (HttpGet answer = HttpGet.send(file.checksum(), java.util.Map.of(), settings)) {
                if (answer.status() == 404) {
                    LOG.warnf("%s has no checksum beside it, it is taken as it comes", file.uri());
                    return null;
                }
                Attempt.requireSuccess(answer, file.checksum(), clock);
                String text = new String(answer.body().readNBytes(MAX_CHECKSUM_FILE), StandardCharsets.ISO_8859_1);
                Matcher md5 = MD5.matcher(text);
                if (!md5.find()) {
                    throw new ProblemException(ProblemType.UPSTREAM_FAILED, file.checksum() + " holds no MD5");
                }
                return md5.group().toLowerCase(java.util.Locale.ROOT);
            }
        }

        private <T extends @Nullable Object> T retried(Step<T> step) throws IOException {
            while (true) {
                try {
                    return step.run();
                } catch (InterruptedIOException e) {
                    if (Thread.interrupted() || !(e instanceof java.net.SocketTimeoutException)) {
                        throw e;
                    }
                    pause(e, Optional.empty());
                } catch (Attempt.TryLaterException e) {
                    pause(e, e.retryAfter());
                } catch (IOException e) {
                    pause(e, Optional.empty());
                }
            }
        }

        private void pause(IOException cause, Optional<Duration> retryAfter) throws IOException {
            failures++;
            Duration pause = retries.pause(failures, retryAfter, random)
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.UPSTREAM_FAILED,
                            file.uri() + " cannot be downloaded, " + failures + " attempts in a row failed: "
                                    + cause.getMessage(),
                            cause));
            LOG.infof("%s: %s; trying again in %d ms", file.uri(), cause.getMessage(), pause.toMillis());
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for " + file.uri());
            }
        }
    }

    /** Something that may fail for a while. */
    @FunctionalInterface
    private interface Step<T extends @Nullable Object> {
        T run() throws IOException;
    }
}
