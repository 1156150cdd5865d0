package io.marquee.journey.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.CallFailedException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** Waits for a job of the service to end; while the service is not there it may still come back. */
final class Waiting {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Set<String> UNDER_WAY = Set.of("queued", "running");

    private Waiting() {}

    static JsonNode forEnd(Supplier<JsonNode> job) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        String last = "no answer";
        while (System.nanoTime() < end) {
            try {
                JsonNode now = job.get();
                if (!underWay(now)) {
                    return now;
                }
                last = now.toString();
            } catch (CallFailedException e) {
                if (e.status() / 100 == 4) {
                    throw e;
                }
                last = String.valueOf(e.getMessage());
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the job did not end within " + LIMIT + ": " + last);
    }

    static boolean underWay(JsonNode job) {
        return UNDER_WAY.contains(job.path("state").asText());
    }

    static boolean succeeded(JsonNode job) {
        return job.path("state").asText().equals("succeeded");
    }
}
