package io.marquee.localstack.containers;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.marquee.localstack.Connection;
import io.marquee.localstack.Part;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.IsRunningStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * What container each part is. The ports of this machine are chosen beforehand and fixed: Docker would hand out others
 * when a container is started again, and Kafka has to know its own address.
 */
final class PartContainer {

    private static final int POSTGRES_PORT = 5432;
    private static final int REDIS_PORT = 6379;
    private static final int KAFKA_PORT = 9092;
    private static final int S3_PORT = 9000;

    private PartContainer() {}

    static GenericContainer<?> of(Part part, int port) {
        return switch (part) {
            case POSTGRES ->
                container("postgres:18", POSTGRES_PORT, port)
                        .withEnv("POSTGRES_USER", Connection.POSTGRES_USER)
                        .withEnv("POSTGRES_PASSWORD", Connection.POSTGRES_PASSWORD)
                        .withEnv("POSTGRES_DB", Connection.POSTGRES_DB);
            case REDIS -> container("redis:7", REDIS_PORT, port).withCommand("redis-server", "--appendonly", "yes");
            case KAFKA -> container("apache/kafka:4.1.1", KAFKA_PORT, port).withEnv(kafka(port));
            case S3 ->
                container("minio/minio:RELEASE.2025-04-22T22-12-26Z", S3_PORT, port)
                        .withEnv("MINIO_ROOT_USER", Connection.S3_ACCESS_KEY)
                        .withEnv("MINIO_ROOT_PASSWORD", Connection.S3_SECRET_KEY)
                        .withCreateContainerCmdModifier(command -> command.withEntrypoint("sh", "-c"))
                        // A bucket is a folder there.
                        .withCommand("mkdir -p /data/" + Connection.S3_BUCKET + " && exec minio server /data");
        };
    }

    private static GenericContainer<?> container(String image, int inside, int outside) {
        return new GenericContainer<>(DockerImageName.parse(image))
                .withExposedPorts(inside)
                .withStartupCheckStrategy(new IsRunningStartupCheckStrategy())
                // Readiness is asked for in the part's own protocol by ContainersStack.
                .waitingFor(Wait.forSuccessfulCommand("true"))
                .withCreateContainerCmdModifier(command -> {
                    HostConfig host = Objects.requireNonNull(command.getHostConfig());
                    host.withPortBindings(new PortBinding(Ports.Binding.bindPort(outside), new ExposedPort(inside)));
                });
    }

    private static Map<String, String> kafka(int port) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("KAFKA_NODE_ID", "1");
        environment.put("KAFKA_PROCESS_ROLES", "broker,controller");
        environment.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093");
        environment.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
        environment.put("KAFKA_LISTENERS", "PLAINTEXT://:" + KAFKA_PORT + ",CONTROLLER://:9093");
        environment.put("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://" + Connection.HOST + ":" + port);
        environment.put("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        environment.put("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1");
        environment.put("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "1");
        environment.put("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1");
        environment.put("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1");
        environment.put("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "1");
        environment.put("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1");
        environment.put("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
        environment.put("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        environment.put("KAFKA_NUM_PARTITIONS", "4");
        return environment;
    }
}
