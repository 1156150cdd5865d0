package io.marquee.workhorse.storage;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Opens stores of a technology whose client is not shipped. Implementations are found by {@link java.util.ServiceLoader} on
 * the class path or in the drivers folder.
 */
public interface ObjectStoreProvider {

    /** {@code gs} or {@code abfs}. */
    String scheme();

    /**
     * Opens a store; the server is first spoken to when an object is.
     *
     * @param place its container; the key is of no meaning
     * @param environment variables by name, null when not set
     */
    ObjectStore open(ObjectAddress place, UnaryOperator<@Nullable String> environment);
}
