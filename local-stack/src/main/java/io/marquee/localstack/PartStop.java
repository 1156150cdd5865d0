package io.marquee.localstack;

import java.time.Duration;

/**
 * What stopping did for one part.
 *
 * @param wasRunning whether there was anything to stop
 */
public record PartStop(Part part, Duration took, boolean wasRunning) {}
