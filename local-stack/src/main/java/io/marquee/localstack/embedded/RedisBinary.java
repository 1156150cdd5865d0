package io.marquee.localstack.embedded;

import io.marquee.localstack.PartStartException;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.process.FolderLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The Redis server's program, which is unpacked once. */
public final class RedisBinary {

    private static final String VERSION = "7.0.15";

    private RedisBinary() {}

    /** The program for this machine. */
    public static Path install() {
        PartsHome home = PartsHome.locate();
        String name = "redis-server-" + VERSION + "-" + Platform.current().redisSuffix();
        Path binary = home.folder().resolve(name);
        new FolderLock(home.folder().resolve("redis.lock")).holding(() -> {
            if (!Files.exists(binary)) {
                unpack(name, binary);
            }
        });
        return binary;
    }

    private static void unpack(String name, Path binary) {
        Path draft = binary.resolveSibling(name + ".new");
        try (InputStream in = RedisBinary.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new PartStartException("no Redis binary for this machine on the class path (" + name
                        + "): run the parts as containers with -Dstack=containers");
            }
            Files.deleteIfExists(draft);
            Files.copy(in, draft);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            FileTree.publish(draft, binary);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + name, e);
        }
    }
}
