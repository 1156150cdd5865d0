package io.marquee.controltower.testing;

import io.marquee.contract.event.Event;
import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UndecodableEventException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic as a stranger would: with the plain client, from the beginning. */
public final class TopicReader {

    private TopicReader() {}

    /** Every event of the topic so far, oldest first within a partition. */
    public static <E extends Event> List<E> read(String bootstrapServers, Topic topic, Class<E> type) {
        Map<String, Object> config = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo partition : consumer.partitionsFor(topic.topicName())) {
                partitions.add(new TopicPartition(topic.topicName(), partition.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<E> events = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    events.add(type.cast(EventCodec.decode(topic, record.value())));
                }
            }
            return events;
        } catch (UndecodableEventException e) {
            throw new AssertionError("topic " + topic.topicName() + " holds something else", e);
        }
    }
}
