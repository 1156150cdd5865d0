package io.marquee.workhorse.ingestion.download;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request for a file or for the rest of it. */
final class Attempt {

    /** How a request ended that did not fail. */
    enum Outcome {
        WHOLE,
        NOT_MODIFIED
    }

    /** An answer after which it is worth trying again. */
    static final class TryLaterException extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient @Nullable Duration retryAfter;

        TryLaterException(String message, Optional<Duration> retryAfter) {
            super(message);
            this.retryAfter = retryAfter.orElse(null);
        }

        Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final RemoteFile file;
    private final PartialFile partial;
    private final DownloadProgress progress;
    private final HttpGet.Settings settings;
    private final Clock clock;

    Attempt(RemoteFile file, PartialFile partial, DownloadProgress progress, HttpGet.Settings settings, Clock clock) {
        this.file = file;
        this.partial = partial;
        this.progress = progress;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Sends the request and writes what comes to the partial file.
     *
     * @param published the checksum that the file is to have, or null
     */
    Outcome run(@Nullable String published) throws IOException {
        long have = partial.length();
        Validators known = partial.validators();
        boolean resumes = have > 0 && known != null && known.strong() != null;
        Map<String, String> headers = new LinkedHashMap<>();
        if (resumes) {
            headers.put("Range", "bytes=" + have + "-");
            headers.put("If-Range", known.strong());
        } else {
            askForChangesOnly(headers, published);
        }
        try (HttpGet answer = HttpGet.send(file.uri(), headers, settings)) {
            return switch (answer.status()) {
                case 200 -> begin(answer);
                case 206 -> resume(answer, have, known);
                case 304 -> notModified();
                case 416 -> outOfRange(answer, have);
                default -> {
                    requireSuccess(answer, file.uri(), clock);
                    throw new ProblemException(ProblemType.UPSTREAM_FAILED, file.uri() + " answers " + answer.status());
                }
            };
        }
    }

    /**
     * Passes over what is fine.
     *
     * @throws TryLaterException when the fault may pass
     * @throws ProblemException when it will not
     */
    static void requireSuccess(HttpGet answer, URI uri, Clock clock) throws TryLaterException {
        if (PASSING.contains(answer.status())) {
            throw new TryLaterException("the server answers " + answer.status(), answer.retryAfter(clock));
        }
        if (answer.status() >= 300) {
            throw new ProblemException(ProblemType.UPSTREAM_FAILED, uri + " answers " + answer.status());
        }
    }

    private void askForChangesOnly(Map<String, String> headers, @Nullable String published) throws IOException {
        Validators whole = partial.wholeFile();
        // A file that is not what is published now is wanted anew, whatever its date.
        if (whole == null || published != null && !published.equals(whole.md5())) {
            return;
        }
        if (whole.etag() != null) {
            headers.put("If-None-Match", whole.etag());
        } else if (whole.lastModified() != null) {
            headers.put("If-Modified-Since", whole.lastModified());
        }
    }

    private Outcome notModified() throws IOException {
        if (!Files.isRegularFile(file.target())) {
            throw new TryLaterException("the server says that nothing has changed, unasked", Optional.empty());
        }
        long size = Files.size(file.target());
        progress.at(size, size);
        return Outcome.NOT_MODIFIED;
    }

    private Outcome begin(HttpGet answer) throws IOException {
        long total = answer.length();
        try (OutputStream out = partial.begin(answer.validators(file.uri()))) {
            copy(answer, out, 0, total);
        }
        return Outcome.WHOLE;
    }

    private Outcome resume(HttpGet answer, long have, @Nullable Validators known) throws IOException {
        ContentRange range = ContentRange.parse(answer.header("Content-Range")).orElse(new ContentRange(-1, -1));
        if (known == null || range.start() != have || known.differFrom(answer.validators(file.uri()))) {
            partial.drop();
            throw new TryLaterException(
                    "the server gave another part than bytes from " + have + ", or one of another version",
                    Optional.empty());
        }
        try (OutputStream out = partial.resume()) {
            copy(answer, out, have, range.total());
        }
        return Outcome.WHOLE;
    }

    private Outcome outOfRange(HttpGet answer, long have) throws IOException {
        Optional<ContentRange> range = ContentRange.parse(answer.header("Content-Range"));
        if (have > 0 && range.isPresent() && range.get().total() == have) {
            progress.at(have, have);
            return Outcome.WHOLE;
        }
        partial.drop();
        throw new TryLaterException("the server has no bytes from " + have, Optional.empty());
    }

    private void copy(HttpGet answer, OutputStream out, long have, long total) throws IOException {
        progress.at(have, total);
        long written = have;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = answer.body()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                written += count;
                progress.fetched(count, System.nanoTime());
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while downloading " + file.uri());
                }
            }
        }
        if (total >= 0 && written < total) {
            throw new IOException("the connection ended after " + written + " of " + total + " bytes");
        }
        if (total >= 0 && written > total) {
            partial.drop();
            throw new IOException("the server sent more than the " + total + " bytes it spoke of");
        }
    }
}
