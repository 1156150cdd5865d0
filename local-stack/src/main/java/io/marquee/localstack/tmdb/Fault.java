package io.marquee.localstack.tmdb;

import java.time.Duration;

/** How a request is answered badly. */
public sealed interface Fault {

    /** An error status with TMDB's body for it. */
    record Status(int status) implements Fault {}

    /** 429 with that {@code Retry-After}: seconds or an HTTP date. */
    record TooMany(String retryAfter) implements Fault {}

    /** The right answer, too late. */
    record Slow(Duration delay) implements Fault {}

    /** Half of the right answer, then the connection ends. */
    record CutOff() implements Fault {}

    /** Half of the right answer, as if it were all. */
    record Malformed() implements Fault {}

    /** A web page with status 200. */
    record WebPage() implements Fault {}

    /** Sound JSON of a shape that TMDB does not send. */
    record OtherShape() implements Fault {}

    /** The connection ends without an answer. */
    record Reset() implements Fault {}
}
