package io.marquee.workhorse.storage;

import io.marquee.workhorse.platform.DriverFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Stores by address for tests of other packages. */
public final class TestObjectStores {

    private TestObjectStores() {}

    /** Where no server answers. */
    public static ObjectStores none() {
        return of(URI.create("http://127.0.0.1:1"), "none", "none-secret");
    }

    /** On the S3 endpoint of a local stack. */
    public static ObjectStores of(Map<String, String> environment) {
        return of(
                URI.create(environment.get("S3_ENDPOINT")),
                environment.get("AWS_ACCESS_KEY_ID"),
                environment.get("AWS_SECRET_ACCESS_KEY"));
    }

    public static ObjectStores of(URI endpoint, String accessKeyId, String secretAccessKey) {
        return new ObjectStores(
                new S3Bucket("own", "ap-northeast-2", endpoint, accessKeyId, secretAccessKey, true),
                new DriverFolder(Path.of("target/no-drivers")));
    }

    /** Makes a bucket of the local stack. */
    public static void makeBucket(Map<String, String> environment, String name) {
        S3Bucket bucket = new S3Bucket(
                name,
                "ap-northeast-2",
                URI.create(environment.get("S3_ENDPOINT")),
                environment.get("AWS_ACCESS_KEY_ID"),
                environment.get("AWS_SECRET_ACCESS_KEY"),
                true);
        try (var client = bucket.client()) {
            bucket.ensure(client);
        }
    }
}
