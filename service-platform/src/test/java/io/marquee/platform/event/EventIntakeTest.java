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
import java.time.Instant;
import java.util.ArrayList;
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
class EventIntakeTest {

    private static final String TOPIC = Topic.USER_INTERACTIONS.topicName();

    @Inject
    EventIntake intake;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final String first = "first-" + UUID.randomUUID();
    private final String second = "second-" + UUID.randomUUID();
    private final List<String> calls = new ArrayList<>();

    @Test
    void shouldTryAgainWhenAnEventIsNotStoredTheFirstTime() throws InterruptedException {
        // When
        intake.takeIn(batch(first, second), UserInteraction.class, event -> {
            calls.add(event.eventId());
            if (calls.size() == 1) {
                throw new IllegalStateException("a lock was not to be had");
            }
        });

        // Then
        assertThat(calls).containsExactly(first, first, second);
    }

    @Test
    void shouldPutAnEventAsideAndGoOnWhenItCanNeverBeStored() throws InterruptedException {
        // When
        intake.takeIn(batch(first, second), UserInteraction.class, event -> {
            calls.add(event.eventId());
            if (event.eventId().equals(first)) {
                throw new IllegalStateException("there is no such column");
            }
        });

        // Then
        assertThat(calls).containsExactly(first, first, first, second);
        assertThat(TopicReader.readAll(bootstrapServers, Topic.USER_INTERACTIONS.deadLetterName()))
                .filteredOn(record -> new String(record.value()).contains(first))
                .singleElement()
                .satisfies(record -> assertThat(new String(record.headers()
                                .lastHeader("dead-letter-reason")
                                .value()))
                        .isEqualTo("cannot be stored: there is no such column"));
    }

    private static ConsumerRecords<String, byte[]> batch(String... eventIds) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (String eventId : eventIds) {
            byte[] value = EventCodec.encode(UserInteraction.rating(eventId, Instant.EPOCH, "test", 1, 2, 4.5));
            records.add(new ConsumerRecord<>(TOPIC, 0, records.size(), "user_1", value));
        }
        return new ConsumerRecords<>(Map.of(new TopicPartition(TOPIC, 0), records), Map.of());
    }
}
