package io.marquee.cli.command;

/** A command could not do what it was asked for; the message says why and what to do. */
public final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message);
    }
}
