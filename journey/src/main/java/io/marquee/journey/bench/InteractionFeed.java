package io.marquee.journey.bench;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UserInteraction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts interactions on Kafka as a client would, and says when the service has worked them off. */
final class InteractionFeed implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final Admin admin;
    private final Random random;
    private final int users;
    private final int movies;
    private long sent;

    InteractionFeed(String brokers, long seed, int users, int movies) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all", "linger.ms", 5, "batch.size", 128 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
        this.admin = Admin.create(Map.of("bootstrap.servers", brokers));
        this.random = new Random(seed);
        this.users = users;
        this.movies = movies;
    }

    /** Sends one that happens now: mostly views and clicks, one in ten a rating; popular movies more often than others. */
    void send() {
        double which = random.nextDouble();
        InteractionType type =
                which < 0.1 ? InteractionType.RATING : which < 0.5 ? InteractionType.CLICK : InteractionType.VIEW;
        long movie = 1 + (long) (movies * Math.pow(random.nextDouble(), 3));
        long user = 1 + random.nextLong(users);
        String json = json("bench-" + Long.toString(sent, 36), user, movie, type);
        send("user_" + user, json.getBytes(StandardCharsets.US_ASCII));
    }

    /** As a client of another language would write it; a mapper would take more of what the service needs. */
    private String json(String id, long user, long movie, InteractionType type) {
        StringBuilder json = new StringBuilder(256)
                .append("{\"event_id\":\"")
                .append(id)
                .append("\",\"event_type\":\"user_interaction\",\"timestamp\":\"")
                .append(Instant.now())
                .append("\",\"source\":\"bench\",\"version\":\"1.0\",\"user_id\":")
                .append(user)
                .append(",\"content_id\":")
                .append(movie)
                .append(",\"interaction_type\":\"")
                .append(type.wireName())
                .append("\",\"device_type\":\"desktop\"");
        if (type == InteractionType.RATING) {
            json.append(",\"rating\":").append((1 + random.nextInt(10)) / 2.0);
        } else if (type == InteractionType.VIEW) {
            json.append(",\"duration_seconds\":").append((double) random.nextInt(7_200));
        }
        return json.append('}').toString();
    }

    /** Sends that one. */
    void send(UserInteraction interaction) {
        send(interaction.key(), EventCodec.encode(interaction));
    }

    private void send(String key, byte[] event) {
        producer.send(new ProducerRecord<>(Topic.USER_INTERACTIONS.topicName(), key, event));
        sent++;
    }

    /** Waits until the broker has all of them. */
    void flush() {
        producer.flush();
    }

    long sent() {
        return sent;
    }

    /** Records of that topic that the group has not handled. */
    long waiting(String topic, String group) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            admin.describeTopics(java.util.List.of(topic))
                    .allTopicNames()
                    .get(10, TimeUnit.SECONDS)
                    .get(topic)
                    .partitions()
                    .forEach(partition ->
                            asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
            Map<TopicPartition, OffsetAndMetadata> handled = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS);
            long waiting = 0;
            for (var end :
                    admin.listOffsets(asked).all().get(10, TimeUnit.SECONDS).entrySet()) {
                OffsetAndMetadata position = handled.get(end.getKey());
                waiting += end.getValue().offset() - (position == null ? 0 : position.offset());
            }
            return waiting;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker does not say how far " + group + " is", e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
