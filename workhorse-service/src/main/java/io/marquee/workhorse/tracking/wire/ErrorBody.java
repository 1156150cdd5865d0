package io.marquee.workhorse.tracking.wire;

/**
 * How MLflow tells of a failure.
 *
 * @param errorCode what kind it is, which clients decide by
 * @param message for people
 */
@MlflowMessage
public record ErrorBody(ErrorCode errorCode, String message) {}
