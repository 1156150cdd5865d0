package io.marquee.localstack;

/** Whether a part can be used right now. */
public enum PartState {
    /** It answers in its own protocol. */
    READY,
    /** Its process lives but does not answer (yet). */
    UNRESPONSIVE,
    /** It was started once and its process is gone without having been stopped. */
    DEAD,
    /** It does not run, and nobody says it should. */
    STOPPED
}
