package io.marquee.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.CallFailedException;
import io.marquee.cli.client.NotReachableException;
import io.marquee.cli.output.Progress;
import io.marquee.cli.output.Screen;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Watches a job that a service does, until it ends. Whoever stops watching is told that the job goes on, and where. */
public final class JobWatch {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final double PAUSE_GROWTH = 1.2;

    /** As long as a service needs to come back after a crash. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Screen screen;

    public JobWatch(Screen screen) {
        this.screen = screen;
    }

    /**
     * Asks again and again, and returns the last answer.
     *
     * @param label what is done, for the progress
     * @param lookAgain the command that shows the job later
     * @param show shows an answer that is not the last
     * @throws NotReachableException when the service stays away for half a minute
     */
    public JsonNode until(
            String label,
            String lookAgain,
            Supplier<JsonNode> ask,
            Predicate<JsonNode> ended,
            BiConsumer<JsonNode, Progress> show) {
        Thread farewell = new Thread(() -> screen.note("\nThe job goes on without you. Look at it: " + lookAgain));
        Runtime.getRuntime().addShutdownHook(farewell);
        try (Progress progress = screen.progress(label)) {
            long pause = FIRST_PAUSE_MILLIS;
            while (true) {
                JsonNode now = patiently(ask, lookAgain, progress);
                if (ended.test(now)) {
                    return now;
                }
                show.accept(now, progress);
                Thread.sleep(pause);
                pause = Math.min(LONGEST_PAUSE_MILLIS, Math.round(pause * PAUSE_GROWTH));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted; the job goes on: " + lookAgain);
        } finally {
            forget(farewell);
        }
    }

    /**
     * The same for a job that says {@code running}, then {@code succeeded} or {@code failed} with its {@code error}.
     *
     * @return the job as it ended
     * @throws CommandFailedException when it failed, with the reason
     */
    public JsonNode untilSucceeded(
            String label, String lookAgain, Supplier<JsonNode> ask, BiConsumer<JsonNode, Progress> show) {
        JsonNode ended =
                until(label, lookAgain, ask, now -> !now.path("state").asText().equals("running"), show);
        if (!ended.path("state").asText().equals("succeeded")) {
            throw new CommandFailedException(
                    label + " failed: " + ended.path("error").asText());
        }
        return ended;
    }

    private static JsonNode patiently(Supplier<JsonNode> ask, String lookAgain, Progress progress)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return ask.get();
            } catch (CallFailedException e) {
                if (e.status() != 0 && e.status() != 503) {
                    throw e;
                }
                if (System.nanoTime() > end) {
                    throw new NotReachableException(
                            "the service has stopped answering: ./marquee status; once it is back: " + lookAgain);
                }
            }
            progress.at("no answer, asking again");
            Thread.sleep(LONGEST_PAUSE_MILLIS);
        }
    }

    private static void forget(Thread farewell) {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException e) {
            // The process ends already, and the farewell is being said.
        }
    }
}
