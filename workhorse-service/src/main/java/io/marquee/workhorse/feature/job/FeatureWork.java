package io.marquee.workhorse.feature.job;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Consumer;

/** What a job does. */
@FunctionalInterface
public interface FeatureWork {

    /**
     * Does it.
     *
     * @param progress takes what is being done, in words
     * @return what came out, to be written as JSON
     */
    Object run(Consumer<String> progress) throws SQLException, IOException;
}
