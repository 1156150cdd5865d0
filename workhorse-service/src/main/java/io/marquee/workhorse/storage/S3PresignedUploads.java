package io.marquee.workhorse.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Uploads to S3 by presigned addresses. */
final class S3PresignedUploads implements PresignedUploads, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(S3PresignedUploads.class);

    private final S3Client client;
    private final S3Presigner presigner;
    private final S3Bucket place;
    private final S3Failures failures;

    S3PresignedUploads(S3Client client, S3Bucket place) {
        this.client = client;
        this.presigner = place.presigner();
        this.place = place;
        this.failures = new S3Failures(place);
    }

    @Override
    public String begin(String key) throws IOException {
        String name = new ObjectKey(key).value();
        return failures.translate("store", name, () -> {
            place.ensure(client);
            return client.createMultipartUpload(
                            request -> request.bucket(place.name()).key(name).contentType(S3Upload.MEDIA_TYPE))
                    .uploadId();
        });
    }

    @Override
    public URI partAddress(String key, String upload, int number, Duration validity) {
        String name = new ObjectKey(key).value();
        return URI.create(presigner
                .presignUploadPart(request -> request.signatureDuration(validity)
                        .uploadPartRequest(part -> part.bucket(place.name())
                                .key(name)
                                .uploadId(upload)
                                .partNumber(number)))
                .url()
                .toString());
    }

    @Override
    public List<Part> parts(String key, String upload) throws IOException {
        String name = new ObjectKey(key).value();
        return failures.translate("look for parts of", name, () -> {
            List<Part> parts = new ArrayList<>();
            try {
                client.listPartsPaginator(request ->
                                request.bucket(place.name()).key(name).uploadId(upload))
                        .parts()
                        .forEach(part -> parts.add(new Part(part.partNumber(), part.eTag(), part.size())));
            } catch (NoSuchUploadException e) {
                throw new NoSuchFileException(name, null, "there is no such upload");
            }
            return parts;
        });
    }

    @Override
    public void complete(String key, String upload, List<Part> parts) throws IOException {
        String name = new ObjectKey(key).value();
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.entityTag())
                        .build())
                .toList();
        failures.translate(
                "store",
                name,
                () -> client.completeMultipartUpload(request -> request.bucket(place.name())
                        .key(name)
                        .uploadId(upload)
                        .multipartUpload(all -> all.parts(completed))));
    }

    @Override
    public void abort(String key, String upload) throws IOException {
        String name = new ObjectKey(key).value();
        failures.translate("give up", name, () -> {
            try {
                client.abortMultipartUpload(
                        request -> request.bucket(place.name()).key(name).uploadId(upload));
            } catch (NoSuchUploadException e) {
                LOG.debugf("the upload of %s was not there", name);
            }
            return null;
        });
    }

    @Override
    public void close() {
        presigner.close();
    }
}
