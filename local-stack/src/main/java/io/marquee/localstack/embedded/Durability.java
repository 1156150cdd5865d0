package io.marquee.localstack.embedded;

/** How much trouble the data of a stack has to outlive. */
public enum Durability {
    /** Crashes of processes and of the machine. */
    LASTING,
    /** Crashes of processes; the data is thrown away in the end. */
    UNTIL_CLOSED
}
