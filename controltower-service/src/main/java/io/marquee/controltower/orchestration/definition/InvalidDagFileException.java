package io.marquee.controltower.orchestration.definition;

/** A DAG file cannot be used. The message says where and why, for whoever wrote the file. */
public final class InvalidDagFileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line from 1; 0 when the reason has no place in the file */
    InvalidDagFileException(int line, String reason) {
        super(line > 0 ? "line " + line + ": " + reason : reason);
        this.line = line;
    }

    /** The line at fault, from 1; 0 when there is none. */
    public int line() {
        return line;
    }
}
