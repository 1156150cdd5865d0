package io.marquee.journey.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.localstack.suite.Service;
import io.marquee.localstack.suite.Suite;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Brings feature rows online undisturbed once, then into nothing again and again with workhorse killed in the middle. Asked
 * for once more, as an operator would, it has to end with the same rows, and no view may stay under way.
 */
final class MaterializeDrill {

    static final List<String> VIEWS = List.of("user_behaviour", "movie_rating_stats");

    private final Suite suite;
    private final Supplier<HttpJson> workhorse;
    private final OnlineRedis redis;
    private final Random random;

    MaterializeDrill(Suite suite, Supplier<HttpJson> workhorse, Random random) {
        this.suite = suite;
        this.workhorse = workhorse;
        this.redis = new OnlineRedis(suite.environment());
        this.random = random;
    }

    /** Kills that often, and compares; what the undisturbed run left in Redis. */
    String run(int kills) throws IOException, InterruptedException {
        complete(start("build", Map.of()));
        // The first run compiles the code, so the second one tells how long one takes.
        materialize(Map.of());
        redis.removeRows();
        long start = System.nanoTime();
        materialize(Map.of());
        long usual = Duration.ofNanos(System.nanoTime() - start).toMillis();
        String undisturbed = redis.digest();
        System.out.printf("materialize undisturbed: %d ms, %s%n", usual, undisturbed);
        int hits = 0;
        for (int round = 1; hits < kills; round++) {
            assertThat(round)
                    .as("rounds for %s kills, of which %s came in time", kills, hits)
                    .isLessThanOrEqualTo(4 * kills + 4);
            redis.removeRows();
            JsonNode job = start("materialize", Map.of("views", VIEWS));
            long wait = (long) (random.nextDouble() * usual);
            Thread.sleep(wait);
            boolean inTime = Waiting.underWay(find(job));
            suite.kill(Service.WORKHORSE);
            suite.start(Service.WORKHORSE);
            JsonNode again = materialize(Map.of("force", true));
            assertThat(redis.digest())
                    .as("round %s, killed after %s ms of %s", round, wait, usual)
                    .isEqualTo(undisturbed);
            // Nobody has a view any more: without force this would be refused.
            assertThat(again.path("result").path("views")).hasSize(VIEWS.size());
            materialize(Map.of());
            hits += inTime ? 1 : 0;
            System.out.printf("materialize killed after %d ms%s: same rows%n", wait, inTime ? "" : " (too late)");
        }
        return undisturbed;
    }

    private JsonNode materialize(Map<String, Object> more) throws InterruptedException {
        Map<String, Object> request = new HashMap<>(more);
        request.put("views", VIEWS);
        return complete(start("materialize", request));
    }

    private JsonNode start(String kind, Map<String, Object> more) {
        Map<String, Object> request = new HashMap<>(more);
        request.put("kind", kind);
        return workhorse.get().post("/api/v1/features/jobs", request);
    }

    private JsonNode complete(JsonNode started) throws InterruptedException {
        JsonNode end = Waiting.forEnd(() -> find(started));
        assertThat(Waiting.succeeded(end)).as("%s", end).isTrue();
        return end;
    }

    private JsonNode find(JsonNode started) {
        return workhorse
                .get()
                .get("/api/v1/features/jobs/" + started.path("job_id").asText());
    }
}
