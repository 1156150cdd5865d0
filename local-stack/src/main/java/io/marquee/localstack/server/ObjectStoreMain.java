package io.marquee.localstack.server;

import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** The S3 endpoint: {@code <uri> <folder> <access key> <secret key> <file to write when ready>}. */
public final class ObjectStoreMain {

    private ObjectStoreMain() {}

    public static void main(String[] arguments) throws Exception {
        S3Proxy server = S3Proxy.builder()
                .endpoint(URI.create(arguments[0]))
                .blobStore(new FilesystemNio2BlobStore(arguments[1]))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, arguments[2], arguments[3])
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        Announcement.make(Path.of(arguments[4]));
    }
}
