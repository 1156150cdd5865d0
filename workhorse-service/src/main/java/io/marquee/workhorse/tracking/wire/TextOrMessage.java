package io.marquee.workhorse.tracking.wire;

/** An element of a list whose elements older clients send as text and newer ones as messages. */
public sealed interface TextOrMessage {

    /** As older clients send it. */
    record Text(String text) implements TextOrMessage {}

    /** As newer clients send it. */
    record Message(MlflowRequest message) implements TextOrMessage {}
}
