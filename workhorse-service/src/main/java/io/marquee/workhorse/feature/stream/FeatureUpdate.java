package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;

/** Why an entity's online rows have to be looked at. All updates of an entity travel in one partition. */
sealed interface FeatureUpdate {

    StreamEntity entity();

    /**
     * An event that its transaction stored for the first time. It is sent at most once, so that whoever has not seen the
     * transaction can simply add it.
     *
     * @param transaction that stored it, see {@link CommitSnapshot}
     */
    record Happened(StreamEntity entity, long transaction, StreamEvent event) implements FeatureUpdate {}

    /**
     * Something was stored for the entity, and whether that was said before is not known. Whoever has not seen the transaction
     * has to read the entity's events again.
     */
    record Changed(StreamEntity entity, long transaction) implements FeatureUpdate {}

    /** Nothing has happened but time: a hop has left a window, or the row has to be written again. */
    record Due(StreamEntity entity) implements FeatureUpdate {}
}
