package io.marquee.localstack.embedded;

import io.marquee.localstack.Connection;
import io.marquee.localstack.Part;
import io.marquee.localstack.process.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Redis 7 with an append-only file, listening on the loopback address only. */
final class RedisPart implements EmbeddedPart {

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
        return List.of(RedisBinary.install().toString(), configuration.toString());
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
}
