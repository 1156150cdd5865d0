package io.marquee.localstack;

import java.time.Duration;

/**
 * What {@link LocalStack#start} did for one part.
 *
 * @param took how long until it answered; zero when it ran already
 * @param alreadyRunning whether an earlier start was still good
 */
public record PartStart(Part part, Endpoint endpoint, Duration took, boolean alreadyRunning) {}
