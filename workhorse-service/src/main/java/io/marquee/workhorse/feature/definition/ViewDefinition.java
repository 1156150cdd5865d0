package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import java.time.Duration;

/**
 * A feature view with how it is kept.
 *
 * @param offline whether it has rows of all times for training; otherwise it only says what is true now
 * @param onlineTtl how long Redis keeps a row that is not written again; zero means forever
 */
public record ViewDefinition(FeatureView view, boolean offline, Duration onlineTtl) {

    public String name() {
        return view.name();
    }

    /** The one join key that rows have; views of several entities are refused when they are read. */
    public JoinKey joinKey() {
        return view.joinKeys().getFirst();
    }

    /** The entity that rows belong to. */
    public String entity() {
        return joinKey().entity();
    }
}
