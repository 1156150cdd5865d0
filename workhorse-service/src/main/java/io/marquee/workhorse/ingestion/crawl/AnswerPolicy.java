package io.marquee.workhorse.ingestion.crawl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides what to make of an answer: take it, pass over it, ask again, or give up. */
final class AnswerPolicy {

    private static final int LONGEST_EXCERPT = 160;
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final CrawlTarget target;

    AnswerPolicy(CrawlTarget target) {
        this.target = target;
    }

    Verdict judge(String step, RawAnswer answer, Instant now) {
        int status = answer.status();
        if (status == 200) {
            return judgeBody(step, answer);
        }
        String said = describe(answer);
        if (status == 401 || status == 403) {
            return new Verdict.Stop("%s refused access to %s (%s). %s"
                    .formatted(target.displayName(), step, said, target.adviceOnRefusal()));
        }
        if (status == 404 && target.mayBeMissing(step)) {
            return new Verdict.Missing(said);
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Verdict.Retry(said, RetryAfter.parse(answer.retryAfter(), now));
        }
        return new Verdict.Stop("%s does not answer %s (%s). Check the base URL and the parameters of the crawl."
                .formatted(target.displayName(), step, said));
    }

    private Verdict judgeBody(String step, RawAnswer answer) {
        String contentType = answer.contentType();
        if (contentType != null && !contentType.toLowerCase(Locale.ROOT).contains("json")) {
            return new Verdict.Retry("the answer is " + target.redact(excerpt(contentType)) + ", not JSON", null);
        }
        JsonNode json;
        try {
            json = JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            return new Verdict.Retry(
                    "the answer is not sound JSON: " + target.redact(excerpt(e.getOriginalMessage())), null);
        } catch (IOException e) {
            return new Verdict.Retry("the answer is not sound JSON: " + target.redact(excerpt(e.toString())), null);
        }
        if (json.isMissingNode()) {
            return new Verdict.Retry("the answer is empty", null);
        }
        try {
            return new Verdict.Take(json, target.nextSteps(step, json));
        } catch (UnexpectedAnswerException e) {
            return new Verdict.Stop(
                    "%s answered %s in an unexpected shape: %s. Nothing of it was taken; check that the base URL is that of the API's known version."
                            .formatted(target.displayName(), step, target.redact(excerpt(e.getMessage()))));
        }
    }

    private String describe(RawAnswer answer) {
        String message = message(answer.body());
        return message == null
                ? "HTTP " + answer.status()
                : "HTTP " + answer.status() + ": " + target.redact(excerpt(message));
    }

    private static @Nullable String message(byte[] body) {
        try {
            return JSON.readTree(body).path("status_message").textValue();
        } catch (IOException e) {
            // Error pages are often not JSON; the status says enough then.
            return null;
        }
    }

    private static String excerpt(@Nullable String text) {
        String line = String.valueOf(text).replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "");
        if (line.length() > LONGEST_EXCERPT) {
            return line.substring(0, LONGEST_EXCERPT) + "…";
        }
        // The reason becomes part of a sentence.
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
