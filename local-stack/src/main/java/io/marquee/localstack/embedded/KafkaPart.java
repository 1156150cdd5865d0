package io.marquee.localstack.embedded;

import io.marquee.localstack.Connection;
import io.marquee.localstack.Part;
import io.marquee.localstack.SuiteTopics;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** One Kafka node that is broker and controller at once, with the suite's topics. */
final class KafkaPart implements EmbeddedPart {

    private static final String HEAP = "256m";
    private static final String MAIN_CLASS = "io.marquee.localstack.server.KafkaMain";

    private final StackFolder folder;
    private final Path data;
    private final Path announcement;

    KafkaPart(StackFolder folder) {
        this.folder = folder;
        this.data = folder.data("kafka");
        this.announcement = folder.run().resolve("kafka.ready");
    }

    @Override
    public Part part() {
        return Part.KAFKA;
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
        FileTree.create(data);
        FileTree.delete(announcement);
        Path configuration = FileTree.create(folder.run()).resolve("kafka.properties");
        try (Writer writer = Files.newBufferedWriter(configuration)) {
            configuration(port, Ports.random()).store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        return JavaCommand.of(
                PartsHome.locate(),
                HEAP,
                MAIN_CLASS,
                List.of(configuration.toString(), announcement.toString(), topics()));
    }

    /** Its port is open before its topics are there. */
    @Override
    public boolean announcedReady() {
        return Files.exists(announcement);
    }

    private static String topics() {
        return SuiteTopics.names().stream()
                .map(name -> name + ":" + SuiteTopics.PARTITIONS)
                .collect(Collectors.joining(","));
    }

    private static Properties configuration(int port, int controllerPort) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + Connection.HOST + ":" + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put(
                "listeners",
                "PLAINTEXT://" + Connection.HOST + ":" + port + ",CONTROLLER://" + Connection.HOST + ":"
                        + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://" + Connection.HOST + ":" + port);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        // Relative to the working folder: the setting is a list, so a comma in a path would split it.
        properties.put("log.dirs", "log");

        properties.put("num.partitions", Integer.toString(SuiteTopics.PARTITIONS));
        properties.put("auto.create.topics.enable", "true");
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            properties.put(topic + ".num.partitions", "1");
            properties.put(topic + ".replication.factor", "1");
        }
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");

        // A laptop's share of threads and buffers; the defaults are for a server of its own.
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        properties.put("log.segment.bytes", Integer.toString(64 << 20));
        properties.put("broker.heartbeat.interval.ms", "500");
        // After a kill -9 the node may not come back before its old session is over; 9 s by default.
        properties.put("broker.session.timeout.ms", "3000");
        return properties;
    }
}
