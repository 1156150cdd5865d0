package io.marquee.workhorse.tracking.wire;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/** A tag or a parameter. */
@MlflowMessage
@JsonSerialize(using = KeyValueSerializer.class)
public record KeyValue(String key, String value) {}
