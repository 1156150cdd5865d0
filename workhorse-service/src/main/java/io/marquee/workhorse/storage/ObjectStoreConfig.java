package io.marquee.workhorse.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Which object store is used. */
@ConfigMapping(prefix = "marquee.object-store")
public interface ObjectStoreConfig {

    /** Technologies to choose from. */
    enum Type {
        S3,
        FILE
    }

    /** Which of them is used. */
    @WithDefault("s3")
    Type type();

    /** Folder of the file store. */
    @WithDefault(".marquee/objects")
    Path root();

    S3 s3();

    /** Amazon S3 or anything that speaks its protocol. */
    interface S3 {

        /** The server; absent means Amazon's own for the region. */
        Optional<URI> endpoint();

        /** Made when it is not there. */
        @WithDefault("marquee")
        String bucket();

        /** Region that requests are signed for. */
        @WithDefault("ap-northeast-2")
        String region();

        /** Absent means the AWS default chain: environment, profile, instance role. */
        Optional<String> accessKeyId();

        /** Belongs to the key above. */
        Optional<String> secretAccessKey();
    }
}
