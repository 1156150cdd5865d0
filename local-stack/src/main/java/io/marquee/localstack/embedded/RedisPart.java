package io.marquee.localstack.embedded;

import io.marquee.localstack.Connection;
import io.marquee.localstack.Part;
import io.marquee.localstack.PartStartException;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.process.FolderLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Redis 7 with an append-only file, listening on the loopback address only. */
final class RedisPart implements EmbeddedPart {

    private static final String VERSION = "7.0.15";

    private final StackFolder folder;
    private final Path data;

    RedisPart(StackFolder folder) {
        this.folder = folder;
        this.data = folder.data("redis");
    }

    @Override
    public Part part() {
        return Part.REDIS;
    }

    @Override
    public Path workingFolder() {
        return data;
    }

    @Override
    public List<String> marks() {
        return List.of("redis-server", configurationFile().toString());
    }

    @Override
    public List<String> prepare(int port) {
        FileTree.create(data);
        FileTree.create(folder.run());
        Path configuration = configurationFile();
        try {
            Files.writeString(configuration, configuration(port));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        return List.of(install(PartsHome.locate()).toString(), configuration.toString());
    }

    private Path configurationFile() {
        return folder.run().resolve("redis.conf");
    }

    /** A file that a crash cut off is loaded up to its last whole command. */
    private String configuration(int port) {
        return """
                bind %s
                port %d
                dir "%s"
                appendonly yes
                appendfsync everysec
                aof-load-truncated yes
                save ""
                daemonize no
                maxmemory-policy noeviction
                proc-title-template "{title} {listen-addr} {config-file}"
                """.formatted(Connection.HOST, port, data);
    }

    private static Path install(PartsHome home) {
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
        try (InputStream in = RedisPart.class.getResourceAsStream("/" + name)) {
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
