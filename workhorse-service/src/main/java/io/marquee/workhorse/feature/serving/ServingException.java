package io.marquee.workhorse.feature.serving;

/** A request for online features that cannot be answered as it stands. */
public final class ServingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong; the families that Feast's clients tell apart. */
    public enum Kind {
        VIEW_NOT_FOUND,
        SERVICE_NOT_FOUND,
        PUSH_SOURCE_NOT_FOUND,
        NAME_COLLISION,
        INVALID,
        UNAVAILABLE
    }

    private final Kind kind;

    public ServingException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ServingException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** A request with a value, a name or a shape that cannot be used. */
    public static ServingException invalid(String message) {
        return new ServingException(Kind.INVALID, message);
    }

    /** A feature view that is not defined. */
    public static ServingException unknownView(String name) {
        return new ServingException(Kind.VIEW_NOT_FOUND, "Feature view " + name + " does not exist");
    }

    public Kind kind() {
        return kind;
    }
}
