package io.marquee.runtime.factor;

/** What the factor model knows about one user: a bias and a place in factor space. Immutable. */
public final class UserState {

    private final float bias;
    private final float[] vector;
    private final int ratings;

    UserState(float bias, float[] vector, int ratings) {
        this.bias = bias;
        this.vector = vector;
        this.ratings = ratings;
    }

    /** How many stars above or below the mean this user rates. */
    public float bias() {
        return bias;
    }

    /** The factors; a copy. */
    public float[] vector() {
        return vector.clone();
    }

    /** How many ratings of known movies it was computed from; 0 means that nothing is known about the user. */
    public int ratings() {
        return ratings;
    }

    /** Whether predictions for this user are more than the movie's own. */
    public boolean isPersonal() {
        return ratings > 0;
    }

    float dot(float[] table, int offset) {
        return FactorModel.dot(vector, 0, table, offset, vector.length);
    }
}
