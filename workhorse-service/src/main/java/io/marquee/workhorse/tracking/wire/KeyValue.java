package io.marquee.workhorse.tracking.wire;

/** A tag or a parameter. */
@MlflowMessage
public record KeyValue(String key, String value) {}
