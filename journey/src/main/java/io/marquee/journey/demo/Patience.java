package io.marquee.journey.demo;

import io.marquee.cli.client.CallFailedException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for something to become true by asking again and again, within a limit. */
final class Patience {

    private static final long PAUSE_MILLIS = 200;

    private Patience() {}

    /**
     * Asks until there is an answer. A call that fails because a service is not there counts as no answer.
     *
     * @param what what is waited for, for the message
     * @throws IllegalStateException when the limit has passed
     */
    static <T> T until(String what, Duration limit, Supplier<Optional<T>> question) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        String lastFailure = "";
        while (true) {
            try {
                Optional<T> answer = question.get();
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (CallFailedException e) {
                if (e.status() / 100 == 4 && e.status() != 404) {
                    throw e;
                }
                lastFailure = "; last failure: " + e.getMessage();
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited " + limit.toSeconds() + " s in vain for " + what + lastFailure);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
