package io.marquee.nervous.performance;

/** A prediction and what the user rated the movie afterwards, both in stars. */
public record Outcome(double prediction, double rating) {}
