package io.marquee.platform.event;

import io.marquee.contract.event.Event;
import io.marquee.contract.event.EventCodec;
import java.util.Map;

/**
 * An event as it is put on the broker.
 *
 * @param key partition key
 * @param payload JSON
 * @param headers CloudEvents attributes
 */
public record OutgoingEvent(String topic, String key, byte[] payload, Map<String, String> headers) {

    public static OutgoingEvent of(Event event) {
        return new OutgoingEvent(
                event.topic().topicName(), event.key(), EventCodec.encode(event), EventCodec.headers(event));
    }
}
