package io.marquee.controltower.feature;

import org.jspecify.annotations.Nullable;

/** The online store did not answer, or not in time, or was not asked because it has not answered for a while. */
public class FeaturesUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    public FeaturesUnavailableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
