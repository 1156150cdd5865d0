package io.marquee.workhorse.feature;

/** Something has been put into the {@link RefreshQueue}; observers care when its transaction has committed. */
public record RefreshRequested() {}
