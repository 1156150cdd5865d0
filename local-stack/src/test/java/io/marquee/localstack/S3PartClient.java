package io.marquee.localstack;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in the suite's bucket. */
record S3PartClient(Endpoint endpoint) implements PartClient {

    @Override
    public void put(String key, String value) {
        try (S3Client client = client(endpoint, "marquee-secret")) {
            client.putObject(request -> request.bucket("marquee").key("notes/" + key), RequestBody.fromString(value));
        }
    }

    @Override
    public String get(String key) {
        try (S3Client client = client(endpoint, "marquee-secret")) {
            return client.getObjectAsBytes(request -> request.bucket("marquee").key("notes/" + key))
                    .asUtf8String();
        }
    }

    static int statusWithSecret(Endpoint endpoint, String secret) {
        try (S3Client client = client(endpoint, secret)) {
            client.listObjectsV2(request -> request.bucket("marquee"));
            return 200;
        } catch (S3Exception refused) {
            return refused.statusCode();
        }
    }

    private static S3Client client(Endpoint endpoint, String secret) {
        return S3Client.builder()
                .endpointOverride(URI.create("http://" + endpoint))
                .forcePathStyle(true)
                .region(Region.AP_NORTHEAST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("marquee", secret)))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }
}
