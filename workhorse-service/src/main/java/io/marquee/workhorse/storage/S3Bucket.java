package io.marquee.workhorse.storage;

import java.net.URI;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Where a bucket is and who may use it.
 *
 * @param endpoint the server; null means Amazon's own for the region
 * @param accessKeyId null means the AWS default chain: environment, profile, instance role
 * @param made whether the bucket is ours, so that it is made when it is not there and counts as empty until then
 */
record S3Bucket(
        String name,
        String region,
        @Nullable URI endpoint,
        @Nullable String accessKeyId,
        @Nullable String secretAccessKey,
        boolean made) {

    private static final Logger LOG = Logger.getLogger(S3Bucket.class);

    /** More than uploads, downloads and jobs that are under way at the same time. */
    private static final int MAX_CONNECTIONS = 256;

    S3Bucket {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of an S3 bucket must not be empty, got: '" + name + "'");
        }
    }

    /** The one of the configuration. */
    static S3Bucket of(ObjectStoreConfig.S3 config) {
        return new S3Bucket(
                config.bucket(),
                config.region(),
                config.endpoint().orElse(null),
                config.accessKeyId().orElse(null),
                config.secretAccessKey().orElse(null),
                true);
    }

    /** Another one on the same server, with the same rights, that belongs to somebody else. */
    S3Bucket foreign(String otherName) {
        return new S3Bucket(otherName, region, endpoint, accessKeyId, secretAccessKey, false);
    }

    S3Client client() {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(region))
                .forcePathStyle(true)
                // Not every server gives the go-ahead in time; without it, a part waits for a second.
                .serviceConfiguration(configuration -> configuration.expectContinueEnabled(false))
                // Servers other than Amazon's do not all know the newer trailing checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // The JDK's own connection, which needs no jar, sends requests over connections that the server has
                // closed,
                // and some of them twice.
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(MAX_CONNECTIONS)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(60)));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (accessKeyId != null && secretAccessKey != null) {
            builder.credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)));
        }
        return builder.build();
    }

    /** Signs addresses as the client signs requests. */
    S3Presigner presigner() {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(region))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (accessKeyId != null && secretAccessKey != null) {
            builder.credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)));
        }
        return builder.build();
    }

    /** Makes it unless it is there or somebody else's. */
    void ensure(S3Client client) {
        if (!made) {
            return;
        }
        try {
            client.headBucket(request -> request.bucket(name));
        } catch (NoSuchBucketException e) {
            create(client);
        }
    }

    /** For people: the bucket and its server. */
    String place() {
        return "s3://" + name + "/" + (endpoint == null ? " in " + region : " at " + endpoint);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return place();
    }

    private void create(S3Client client) {
        CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(name);
        // Amazon's oldest region is the one that must not be named.
        if (!region.equals("us-east-1")) {
            request.createBucketConfiguration(where -> where.locationConstraint(region));
        }
        try {
            client.createBucket(request.build());
            LOG.infof("made the bucket %s", name);
        } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
            LOG.debugf("another instance made the bucket %s first", name);
        }
    }
}
