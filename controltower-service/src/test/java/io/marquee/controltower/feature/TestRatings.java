package io.marquee.controltower.feature;

import java.time.Clock;

/** Recent ratings for tests of other features. */
public final class TestRatings {

    private TestRatings() {}

    /** Nothing rated yet. */
    public static RecentRatings none() {
        return new RecentRatings(Clock.systemUTC());
    }
}
