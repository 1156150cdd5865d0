package io.marquee.runtime.factor;

/** The range of ratings, stars. */
public final class RatingScale {

    /** The lowest rating there is. */
    public static final double MIN = 0.5;

    /** The highest rating there is. */
    public static final double MAX = 5.0;

    private RatingScale() {}

    /** The rating moved into the range. */
    public static double clip(double rating) {
        return Math.clamp(rating, MIN, MAX);
    }
}
