package io.marquee.controltower.registry;

import java.io.IOException;
import java.nio.file.Path;

/** Opens a model folder with every check. */
@FunctionalInterface
public interface ModelOpener<M> {

    /**
     * @throws IOException when the folder cannot be read, is damaged or holds another kind of model; an unchecked exception
     *     counts as damage too
     */
    M open(Path folder) throws IOException;
}
