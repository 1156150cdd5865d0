package io.marquee.workhorse.tracking.search;

/** What a comparison or an order looks at. */
public record Field(Kind kind, String key) {

    /** The kinds that MLflow's language knows. */
    public enum Kind {
        METRIC,
        PARAMETER,
        TAG,
        ATTRIBUTE,
        DATASET
    }
}
