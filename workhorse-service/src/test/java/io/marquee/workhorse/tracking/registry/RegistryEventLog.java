package io.marquee.workhorse.tracking.registry;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.RegistryEvent;
import io.marquee.contract.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** The registry's events as others get them. */
final class RegistryEventLog {

    private RegistryEventLog() {}

    /** The events of a model, once there are that many. */
    static List<RegistryEvent> of(String kafka, String model, int expected) {
        List<RegistryEvent> events = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka, "group.id", UUID.randomUUID().toString(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topic.REGISTRY_EVENTS.topicName()));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.key().equals("model_" + model)) {
                        events.add(EventCodec.decode(RegistryEvent.class, record.value()));
                    }
                }
                return events.size() >= expected;
            });
        }
        return events;
    }
}
