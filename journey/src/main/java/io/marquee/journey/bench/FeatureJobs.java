package io.marquee.journey.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.journey.client.SuiteClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Work on features that workhorse does as a job. */
final class FeatureJobs {

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** Rarely, since each look costs the service a query while it is measured; how long a job took it says itself. */
    private static final Duration POLL = Duration.ofMillis(200);

    private FeatureJobs() {}

    /** Has a job done, for example {@code {"kind": "build"}}; the job when it has succeeded. */
    static JsonNode run(SuiteClient client, Map<String, Object> request) throws InterruptedException {
        return await(client, client.workhorse().post("/api/v1/features/jobs", request));
    }

    /** Waits until a job that was started has succeeded. */
    static JsonNode await(SuiteClient client, JsonNode started) throws InterruptedException {
        long began = System.nanoTime();
        JsonNode job = started;
        while (job.path("state").asText().equals("running")) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException(job + " has not ended after " + PATIENCE);
            }
            Thread.sleep(POLL);
            job = client.workhorse()
                    .get("/api/v1/features/jobs/" + job.path("job_id").asText());
        }
        if (!job.path("state").asText().equals("succeeded")) {
            throw new IllegalStateException(
                    job.path("kind").asText() + " failed: " + job.path("error").asText());
        }
        return job;
    }

    /** How long a job took by the service's own clock, without the waiting of who polls. */
    static double seconds(JsonNode job) {
        return Duration.between(
                                Instant.parse(job.path("started_at").asText()),
                                Instant.parse(job.path("finished_at").asText()))
                        .toNanos()
                / 1e9;
    }
}
