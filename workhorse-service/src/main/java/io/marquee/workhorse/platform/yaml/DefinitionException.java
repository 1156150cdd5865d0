package io.marquee.workhorse.platform.yaml;

import java.nio.file.Path;

/** A definition file that cannot be used. The message begins with file and line. */
public final class DefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DefinitionException(Path file, int line, String reason) {
        super(file.getFileName() + ":" + line + ": " + reason);
    }

    public DefinitionException(Path file, String reason) {
        super(file + ": " + reason);
    }
}
