package io.marquee.workhorse.snapshot;

/**
 * Which data something was made of.
 *
 * @param tag of a snapshot that holds exactly that data
 * @param digest of the data itself, equal for equal data
 */
public record DataSnapshot(String tag, String digest) {

    /** The tag under which runs and model versions note the snapshot's tag. */
    public static final String TAG_KEY = "marquee.data.snapshot";

    /** The tag under which runs and model versions note the data's digest. */
    public static final String DIGEST_KEY = "marquee.data.digest";
}
