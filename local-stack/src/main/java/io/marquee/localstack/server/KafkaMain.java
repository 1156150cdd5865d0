package io.marquee.localstack.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * One Kafka node: {@code <server.properties> <file to write when ready> <topic:partitions,…>}. Formats its folder in
 * the same JVM when that is needed, which saves the start of a second one.
 */
public final class KafkaMain {

    private static final int NODE_ID = 1;

    private KafkaMain() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        format(Path.of(properties.getProperty("log.dirs")));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-shutdown"));
        server.startup();
        String bootstrap = properties.getProperty("advertised.listeners").replace("PLAINTEXT://", "");
        createTopics(bootstrap, arguments[2]);
        Announcement.make(Path.of(arguments[1]));
        server.awaitShutdown();
    }

    /** Only a folder whose formatting was finished may be used; half of one holds no records, so nothing is lost. */
    private static void format(Path logFolder) throws Exception {
        Path finished = logFolder.resolveSibling(logFolder.getFileName() + ".formatted");
        if (Files.exists(finished)) {
            return;
        }
        delete(logFolder);
        Files.createDirectories(logFolder);
        new Formatter()
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(logFolder.toString())
                .setMetadataLogDirectory(logFolder.toString())
                .setControllerListenerName("CONTROLLER")
                .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
                .setPrintStream(System.err)
                .run();
        Files.writeString(finished, "");
    }

    private static void createTopics(String bootstrap, String wanted) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (String topic : wanted.split(",")) {
                String name = topic.substring(0, topic.indexOf(':'));
                int partitions = Integer.parseInt(topic.substring(topic.indexOf(':') + 1));
                if (!present.contains(name)) {
                    missing.add(new NewTopic(name, partitions, (short) 1));
                }
            }
            if (!missing.isEmpty()) {
                admin.createTopics(missing).all().get();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
