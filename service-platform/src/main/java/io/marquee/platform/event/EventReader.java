package io.marquee.platform.event;

import io.marquee.contract.event.Event;
import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UndecodableEventException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Turns Kafka records into events. A record that cannot be decoded is put on its topic's dead-letter topic, with the reason
 * as a header, before the batch goes on: it blocks nobody and is not lost.
 *
 * <p>Alert when {@code marquee_dead_letters_total} rises: a producer and this consumer disagree about a schema.
 */
@ApplicationScoped
public class EventReader {

    private static final Logger LOG = Logger.getLogger(EventReader.class);

    private final EventPublisher publisher;
    private final MeterRegistry meters;

    EventReader(EventPublisher publisher, MeterRegistry meters) {
        this.publisher = publisher;
        this.meters = meters;
    }

    /** The batch's events, in order, without those that had to be dead-lettered. */
    public List<Event> read(ConsumerRecords<String, byte[]> batch) {
        List<Event> events = new ArrayList<>(batch.count());
        List<CompletableFuture<Void>> deadLetters = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                events.add(EventCodec.decode(topicOf(record), payloadOf(record)));
            } catch (UndecodableEventException e) {
                deadLetters.add(deadLetter(record, e.getMessage()));
            }
        }
        CompletableFuture.allOf(deadLetters.toArray(CompletableFuture[]::new)).join();
        return events;
    }

    /** As {@link #read(ConsumerRecords)}, for a channel that carries one type. */
    public <E extends Event> List<E> read(ConsumerRecords<String, byte[]> batch, Class<E> type) {
        return read(batch).stream().map(type::cast).toList();
    }

    /** Puts a record aside that was decoded but can never be handled, for the given reason. */
    public CompletableFuture<Void> deadLetter(ConsumerRecord<String, byte[]> record, String reason) {
        String topic = Topic.named(record.topic()).map(Topic::deadLetterName).orElse(record.topic() + ".dead-letter");
        LOG.warnf("dead letter from %s[%d]@%d: %s", record.topic(), record.partition(), record.offset(), reason);
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(
                        header.key(),
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        headers.put("dead-letter-reason", reason);
        headers.put("dead-letter-topic", record.topic());
        headers.put("dead-letter-partition", Integer.toString(record.partition()));
        headers.put("dead-letter-offset", Long.toString(record.offset()));
        byte[] payload = record.value() == null ? new byte[0] : record.value();
        return publisher
                .publish(new OutgoingEvent(topic, record.key() == null ? "" : record.key(), payload, headers))
                .thenRun(() -> meters.counter("marquee_dead_letters_total", "topic", record.topic())
                        .increment())
                .toCompletableFuture();
    }

    private static Topic topicOf(ConsumerRecord<String, byte[]> record) throws UndecodableEventException {
        return Topic.named(record.topic())
                .orElseThrow(() -> new UndecodableEventException("no event type belongs to topic " + record.topic()));
    }

    private static byte[] payloadOf(ConsumerRecord<String, byte[]> record) throws UndecodableEventException {
        if (record.value() == null) {
            throw new UndecodableEventException("the record has no value");
        }
        return record.value();
    }
}
