package io.marquee.journey;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UndecodableEventException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the topic of predictions from its beginning with the plain client. */
final class PublishedPredictions {

    private PublishedPredictions() {}

    /** Event id by request id, for every prediction on the broker. */
    static Map<String, String> byRequest(String bootstrapServers) throws UndecodableEventException {
        String topic = Topic.MODEL_PREDICTIONS.topicName();
        Map<String, Object> config = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<String, String> events = new HashMap<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    ModelPrediction event = EventCodec.decode(ModelPrediction.class, record.value());
                    events.put(event.requestId(), event.eventId());
                }
            }
            return events;
        }
    }
}
