package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;

/**
 * An interaction that is in the table of events.
 *
 * @param transaction that stored it
 * @param first whether it has just been stored, in a transaction that has committed and that nobody has been told of
 */
public record StoredInteraction(StreamEvent event, long transaction, boolean first) {}
