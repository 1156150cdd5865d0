package io.marquee.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UserInteraction;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.platform.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = LocalStackResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,kafka"))
class EventReaderTest {

    private static final String TOPIC = Topic.USER_INTERACTIONS.topicName();

    @Inject
    EventReader reader;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void shouldPutAsideWhatIsNoEventAndGoOnWithTheRest() {
        // Given
        UserInteraction good = UserInteraction.rating("e-1", Instant.EPOCH, "test", 1, 2, 4.5);
        String broken = "{\"event_id\":\"" + UUID.randomUUID() + "\"}";

        // When
        List<UserInteraction> events = reader.read(
                batch(EventCodec.encode(good), broken.getBytes(StandardCharsets.UTF_8), null), UserInteraction.class);

        // Then
        assertThat(events).containsExactly(good);
        List<ConsumerRecord<String, byte[]>> dead =
                TopicReader.readAll(bootstrapServers, Topic.USER_INTERACTIONS.deadLetterName());
        assertThat(dead)
                .filteredOn(record -> broken.equals(new String(record.value(), StandardCharsets.UTF_8)))
                .singleElement()
                .satisfies(record -> {
                    assertThat(header(record, "dead-letter-reason"))
                            .startsWith("not a UserInteraction: field 'user_id'");
                    assertThat(header(record, "dead-letter-topic")).isEqualTo(TOPIC);
                    assertThat(header(record, "dead-letter-offset")).isEqualTo("1");
                });
        assertThat(dead)
                .extracting(record -> header(record, "dead-letter-reason"))
                .contains("the record has no value");
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static ConsumerRecords<String, byte[]> batch(byte[]... values) {
        List<ConsumerRecord<String, byte[]>> records = new java.util.ArrayList<>();
        for (byte[] value : values) {
            records.add(new ConsumerRecord<>(TOPIC, 0, records.size(), "user_1", value));
        }
        return new ConsumerRecords<>(Map.of(new TopicPartition(TOPIC, 0), records), Map.of());
    }
}
