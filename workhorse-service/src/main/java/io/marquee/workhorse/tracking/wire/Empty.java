package io.marquee.workhorse.tracking.wire;

/** The answer of calls that have nothing to say: <code>{}</code>. */
@MlflowMessage
public record Empty() {

    /** The one there is. */
    public static final Empty MESSAGE = new Empty();
}
