package io.marquee.workhorse.ingestion.crawl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to make of an answer. */
sealed interface Verdict {

    /** It is what was asked for; {@code next} follows from it. */
    record Take(JsonNode json, List<String> next) implements Verdict {}

    /** There is no such thing, and the crawl goes on without it. */
    record Missing(String reason) implements Verdict {}

    /** It may go well another time, not before {@code asked} when the API asked for that. */
    record Retry(String reason, @Nullable Duration asked) implements Verdict {}

    /** Neither another attempt nor another step would go better. */
    record Stop(String reason) implements Verdict {}
}
