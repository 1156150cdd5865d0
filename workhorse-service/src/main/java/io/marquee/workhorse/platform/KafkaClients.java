package io.marquee.workhorse.platform;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Makes clients of the broker that the service's {@code kafka.*} settings name. */
@ApplicationScoped
public class KafkaClients {

    private final Map<String, Object> settings;

    KafkaClients(@Identifier("default-kafka-broker") Map<String, Object> settings) {
        this.settings = settings;
    }

    /** A consumer that begins with what is oldest and commits only when it is told to. */
    public <K> Consumer<K, byte[]> consumer(String group, int records, Deserializer<K> keys) {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(CommonClientConfigs.GROUP_ID_CONFIG, group);
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
        own.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        // Answered one by one, records at a moderate pace cost the processor ten times what they cost in small groups.
        own.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 32 * 1024);
        own.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 25);
        return new KafkaConsumer<>(own, keys, new ByteArrayDeserializer());
    }

    /** A producer whose records are there once, and in order, when they are acknowledged. */
    public Producer<byte[], byte[]> producer() {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(ProducerConfig.ACKS_CONFIG, "all");
        own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        own.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        own.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A client that makes topics and looks at groups. */
    public Admin admin() {
        return Admin.create(new HashMap<>(settings));
    }
}
