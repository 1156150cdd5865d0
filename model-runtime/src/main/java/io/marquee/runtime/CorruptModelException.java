package io.marquee.runtime;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A model folder that must not be served: a file of it is missing, damaged or not understood. */
public class CorruptModelException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    /**
     * @param folder where the model was to be opened from
     * @param file path of the file at fault within the folder
     * @param reason what is wrong with it, a sentence without its subject: "is missing"
     */
    public CorruptModelException(Object folder, String file, String reason, @Nullable Throwable cause) {
        super("model folder " + folder + " cannot be used: " + file + " " + reason, cause);
        this.file = file;
        this.reason = reason;
    }

    /** Path of the file at fault within the folder. */
    public String file() {
        return file;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }
}
