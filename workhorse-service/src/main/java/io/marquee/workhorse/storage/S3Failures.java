package io.marquee.workhorse.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** What the S3 client says, as the port's exceptions: which server, what was tried, what to check; never a secret. */
final class S3Failures {

    /** Work that may fail in the client. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    private final S3Bucket bucket;

    S3Failures(S3Bucket bucket) {
        this.bucket = bucket;
    }

    /**
     * Runs work.
     *
     * @param verb what it does to the key, for example {@code read}
     * @throws NoSuchFileException when there is no such object
     */
    <T> T translate(String verb, String key, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(key);
        } catch (NoSuchBucketException e) {
            if (bucket.made()) {
                throw new NoSuchFileException(key);
            }
            throw new FileNotFoundException("object store " + bucket.place() + ": there is no bucket " + bucket.name());
        } catch (AwsServiceException e) {
            throw new IOException(start(verb, key) + answered(e), e);
        } catch (SdkException e) {
            throw new IOException(start(verb, key) + unreachable(e), e);
        }
    }

    private String start(String verb, String key) {
        return "object store " + bucket.place() + ": cannot " + verb + " " + key + ": ";
    }

    private static String answered(AwsServiceException e) {
        int status = e.statusCode();
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        String said =
                status + (code == null || code.isBlank() || code.equals(Integer.toString(status)) ? "" : " " + code);
        if (status == 401 || status == 403) {
            return "the server refuses the access key (" + said
                    + "); check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may use this bucket";
        }
        if (status == 301 || status == 307) {
            return "the bucket is in another region (" + said + "); check AWS_REGION and S3_ENDPOINT";
        }
        return "the server answered " + said;
    }

    private static String unreachable(SdkException e) {
        Throwable reason = e;
        while (reason.getCause() != null && reason.getCause() != reason) {
            reason = reason.getCause();
        }
        String text = reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
        if (text.startsWith("Unable to load credentials")) {
            return "there is no access key; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
        }
        return "the server does not answer (" + text + "); check S3_ENDPOINT and that it runs";
    }
}
