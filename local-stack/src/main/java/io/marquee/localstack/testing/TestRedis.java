package io.marquee.localstack.testing;

import io.marquee.localstack.Connection;
import io.marquee.localstack.embedded.RedisBinary;
import io.marquee.localstack.process.BackgroundProcess;
import io.marquee.localstack.process.CommandOutput;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.process.PidFile;
import io.marquee.localstack.process.Ports;
import io.marquee.localstack.process.ProcessIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A Redis server of a test's own, to be paused, killed and started again; alone or in a cluster. Gone with the JVM. */
public final class TestRedis implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final int port;
    private final List<String> settings;
    private ProcessIdentity process;

    private TestRedis(Path folder, int port, List<String> settings) {
        this.folder = folder;
        this.port = port;
        this.settings = settings;
        this.process = launch();
    }

    /**
     * Starts one that keeps an append-only file.
     *
     * @param settings further lines of its configuration file
     */
    public static TestRedis start(String... settings) {
        TestRedis redis = new TestRedis(TestFolder.create(), Ports.random(), List.of(settings));
        redis.awaitAnswer();
        return redis;
    }

    /** Starts a cluster of masters that share all slots evenly. */
    public static List<TestRedis> startCluster(int nodes) {
        List<TestRedis> cluster = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            cluster.add(start(
                    "cluster-enabled yes", "cluster-port " + Ports.random(), "cluster-announce-ip " + Connection.HOST));
        }
        for (int node = 0; node < nodes; node++) {
            TestRedis redis = cluster.get(node);
            redis.say("CLUSTER SET-CONFIG-EPOCH " + (node + 1));
            redis.say("CLUSTER ADDSLOTSRANGE " + SLOTS * node / nodes + " " + (SLOTS * (node + 1) / nodes - 1));
            TestRedis first = cluster.getFirst();
            redis.say("CLUSTER MEET " + Connection.HOST + " " + first.port + " " + first.busPort());
        }
        await(() -> cluster.stream()
                .allMatch(node -> node.say("CLUSTER INFO", "cluster_state:ok")
                        && node.say("CLUSTER INFO", "cluster_known_nodes:" + nodes)));
        return cluster;
    }

    private String busPort() {
        return settings.stream()
                .filter(line -> line.startsWith("cluster-port "))
                .map(line -> line.substring("cluster-port ".length()))
                .findFirst()
                .orElseThrow();
    }

    public int port() {
        return port;
    }

    /** {@code host:port}. */
    public String address() {
        return Connection.HOST + ":" + port;
    }

    /** Ends it without notice. */
    public void kill() {
        BackgroundProcess.kill(process);
    }

    /** Starts it again with what its append-only file holds. */
    public void restart() {
        process = launch();
        awaitAnswer();
    }

    /** Stops it from doing anything; connections to it stay. */
    public void pause() {
        CommandOutput.of("sh", "-c", "kill -STOP " + process.pid());
    }

    /** Lets it go on. */
    public void resume() {
        CommandOutput.of("sh", "-c", "kill -CONT " + process.pid());
    }

    /** Waits until it answers commands. */
    public void awaitAnswer() {
        await(() -> say("PING", "+PONG") || say("PING", "-NOAUTH"));
    }

    @Override
    public void close() {
        kill();
        FileTree.delete(folder);
    }

    private ProcessIdentity launch() {
        Path run = folder.resolve("run");
        Path configuration = run.resolve("redis.conf");
        List<String> lines = new ArrayList<>(List.of(
                "bind " + Connection.HOST,
                "port " + port,
                "dir \"" + run + "\"",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "daemonize no"));
        lines.addAll(settings);
        try {
            FileTree.create(run);
            Files.write(configuration, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        ProcessIdentity started = BackgroundProcess.launch(
                List.of(RedisBinary.install().toString(), configuration.toString()),
                run,
                Map.of(),
                run.resolve("redis.log"));
        new PidFile(run.resolve("redis.pid")).write(started);
        return started;
    }

    private void say(String command) {
        if (!say(command, "+OK")) {
            throw new IllegalStateException(address() + " refuses: " + command);
        }
    }

    /** Whether a line of the answer begins like that; false when nobody answers. */
    private boolean say(String command, String wanted) {
        try (Socket socket = new Socket(Connection.HOST, port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = answer.readLine(); line != null; line = answer.readLine()) {
                if (line.startsWith(wanted)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Redis is not ready after " + PATIENCE);
            }
            BackgroundProcess.sleep(Duration.ofMillis(20));
        }
    }
}
