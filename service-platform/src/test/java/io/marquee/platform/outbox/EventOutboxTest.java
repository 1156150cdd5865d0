package io.marquee.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.SystemAlert;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.platform.TopicReader;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = LocalStackResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,kafka"))
class EventOutboxTest {

    private static final String TOPIC = "movie-system-alerts";

    @Inject
    EventOutbox outbox;

    @Inject
    AgroalDataSource dataSource;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @BeforeEach
    void createTable() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS platform_test");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS platform_test.outbox (event_id text PRIMARY KEY, topic text NOT NULL,"
                            + " key text NOT NULL, payload bytea NOT NULL, headers jsonb NOT NULL,"
                            + " created_at timestamptz NOT NULL DEFAULT now(), seq bigserial)");
        }
    }

    @Test
    void shouldPublishWhatWasCommittedInOrderAndWithHeaders() {
        List<SystemAlert> alerts =
                IntStream.range(0, 1200).mapToObj(this::alert).toList();

        QuarkusTransaction.requiringNew().run(() -> alerts.forEach(outbox::append));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(waiting()).isZero());
        List<ConsumerRecord<String, byte[]>> published = published(alerts);
        assertThat(published)
                .extracting(record -> EventCodec.decode(SystemAlert.class, record.value()))
                .containsExactlyElementsOf(alerts);
        assertThat(published.getFirst().key()).isEqualTo("service_platform");
        assertThat(new String(
                        published.getFirst().headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8))
                .isEqualTo("io.marquee.system_alert");
    }

    @Test
    void shouldPublishNothingWhenTheTransactionRollsBack() {
        SystemAlert alert = alert(1);

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    outbox.append(alert);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        SystemAlert after = alert(2);
        outbox.append(after);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> !published(List.of(after)).isEmpty());
        assertThat(published(List.of(alert))).isEmpty();
    }

    @Test
    void shouldStoreAnEventOnce() {
        SystemAlert alert = alert(1);

        QuarkusTransaction.requiringNew().run(() -> {
            outbox.append(alert);
            outbox.append(alert);
        });

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(waiting()).isZero());
        assertThat(published(List.of(alert))).hasSize(1);
    }

    private List<ConsumerRecord<String, byte[]>> published(List<SystemAlert> alerts) {
        List<String> ids = alerts.stream().map(SystemAlert::eventId).toList();
        return TopicReader.readAll(bootstrapServers, TOPIC).stream()
                .filter(record -> ids.contains(
                        new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8)))
                .toList();
    }

    private long waiting() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM platform_test.outbox")) {
            result.next();
            return result.getLong(1);
        }
    }

    private SystemAlert alert(int number) {
        return new SystemAlert(
                UUID.randomUUID().toString(),
                Instant.parse("2026-01-02T03:04:05Z"),
                "platform",
                "platform",
                SystemAlert.Level.INFO,
                "number " + number,
                null,
                Map.of(),
                false,
                null,
                List.of());
    }
}
