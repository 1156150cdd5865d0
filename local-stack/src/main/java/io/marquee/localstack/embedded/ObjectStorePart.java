package io.marquee.localstack.embedded;

import io.marquee.localstack.Connection;
import io.marquee.localstack.Part;
import io.marquee.localstack.process.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An S3 endpoint over a folder; signatures are checked. */
final class ObjectStorePart implements EmbeddedPart {

    private static final String HEAP = "128m";
    private static final String MAIN_CLASS = "io.marquee.localstack.server.ObjectStoreMain";

    private final StackFolder folder;
    private final Path data;
    private final Path announcement;

    ObjectStorePart(StackFolder folder) {
        this.folder = folder;
        this.data = folder.data("s3");
        this.announcement = folder.run().resolve("s3.ready");
    }

    @Override
    public Part part() {
        return Part.S3;
    }

    @Override
    public Path workingFolder() {
        return data;
    }

    @Override
    public List<String> marks() {
        return List.of(MAIN_CLASS, announcement.toString());
    }

    @Override
    public List<String> prepare(int port) {
        // A bucket is a folder there.
        FileTree.create(data.resolve(Connection.S3_BUCKET));
        FileTree.create(folder.run());
        FileTree.delete(announcement);
        return JavaCommand.of(
                PartsHome.locate(),
                HEAP,
                MAIN_CLASS,
                List.of(
                        "http://" + Connection.HOST + ":" + port,
                        data.toString(),
                        Connection.S3_ACCESS_KEY,
                        Connection.S3_SECRET_KEY,
                        announcement.toString()));
    }

    @Override
    public boolean announcedReady() {
        return Files.exists(announcement);
    }
}
