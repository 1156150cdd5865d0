package io.marquee.workhorse.tracking.artifact;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.tracking.wire.ErrorCode;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes bytes from clients into the object store, in bounded memory; all of a file or, when anything goes wrong, nothing. */
@ApplicationScoped
class ArtifactIntake {

    private static final int PATIENCE_SECONDS = 30;

    private final ObjectStore store;
    private final ArtifactConfig config;
    private final Semaphore places;

    ArtifactIntake(ObjectStore store, ArtifactConfig config) {
        this.store = store;
        this.config = config;
        this.places = new Semaphore(config.parallelUploads(), true);
    }

    /**
     * Refuses a file or part before its first byte when it is announced as too large.
     *
     * @param announced its size in bytes, null when the sender says nothing
     */
    void requireAllowed(@Nullable Long announced) {
        long limit = config.maxFileSize().asLongValue();
        if (announced != null && announced > limit) {
            throw new ProblemException(ProblemType.TOO_LARGE, CheckedStream.tooLarge(limit));
        }
    }

    /**
     * Stores a stream to its end, replacing what was there.
     *
     * @param maxBytes most bytes that it may have
     * @param expectedSha256 what the sender says it is, null when it says nothing
     */
    Checksum receive(String key, InputStream bytes, long maxBytes, @Nullable String expectedSha256) throws IOException {
        awaitPlace();
        try {
            return store(key, bytes, maxBytes, expectedSha256);
        } catch (CheckedStream.TooLargeException e) {
            throw new ProblemException(ProblemType.TOO_LARGE, e.getMessage(), e);
        } catch (CheckedStream.SenderFailedException | CheckedStream.TooSlowException e) {
            throw new MlflowException(ErrorCode.BAD_REQUEST, "The upload was ended: " + e.getMessage(), e);
        } catch (AccessDeniedException e) {
            throw new MlflowException(ErrorCode.PERMISSION_DENIED, "The store refuses that: " + e.getReason(), e);
        } finally {
            places.release();
        }
    }

    private Checksum store(String key, InputStream bytes, long maxBytes, @Nullable String expectedSha256)
            throws IOException {
        CheckedStream checked = new CheckedStream(bytes, maxBytes, config.maxUploadTime(), System::nanoTime);
        Checksum[] stored = new Checksum[1];
        store.write(key, out -> {
            checked.transferTo(out);
            // In here, because the file becomes visible when this returns.
            stored[0] = requireExpected(checked.checksum(), expectedSha256);
        });
        return stored[0];
    }

    private void awaitPlace() {
        try {
            if (places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new MlflowException(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "Too many uploads are under way; try again in a while.");
    }

    private static Checksum requireExpected(Checksum checksum, @Nullable String expectedSha256) {
        if (expectedSha256 != null && !expectedSha256.equals(checksum.sha256())) {
            throw MlflowException.invalid("The file arrived damaged: its SHA-256 is " + checksum.sha256()
                    + ", announced was " + expectedSha256 + ".");
        }
        return checksum;
    }
}
