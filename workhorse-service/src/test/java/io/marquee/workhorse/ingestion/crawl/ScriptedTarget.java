package io.marquee.workhorse.ingestion.crawl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API whose answers are given one by one, each of them taking some time of the fake clock. */
final class ScriptedTarget implements CrawlTarget {

    private final FakeCrawlClock clock;
    private final CrawlSettings settings;
    private final Duration latency;
    private final Deque<Object> answers = new ArrayDeque<>();
    private final List<Instant> starts = new ArrayList<>();

    ScriptedTarget(FakeCrawlClock clock, CrawlSettings settings, Duration latency) {
        this.clock = clock;
        this.settings = settings;
        this.latency = latency;
    }

    ScriptedTarget answers(int status, String body) {
        return answers(status, body, "application/json", null);
    }

    ScriptedTarget answers(int status, String body, @Nullable String contentType, @Nullable String retryAfter) {
        answers.add(new RawAnswer(status, contentType, retryAfter, body.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    ScriptedTarget fails(String message) {
        answers.add(new IOException(message));
        return this;
    }

    /** When each request started. */
    List<Instant> starts() {
        return starts;
    }

    @Override
    public String displayName() {
        return "The API";
    }

    @Override
    public CrawlSettings settings() {
        return settings;
    }

    @Override
    public List<String> firstSteps() {
        return List.of();
    }

    @Override
    public RawAnswer fetch(String step) throws IOException {
        starts.add(clock.now());
        clock.pass(latency);
        return switch (answers.removeFirst()) {
            case RawAnswer answer -> answer;
            case IOException failure -> throw failure;
            case Object other -> throw new IllegalStateException("not an answer: " + other);
        };
    }

    @Override
    public List<String> nextSteps(String step, JsonNode answer) throws UnexpectedAnswerException {
        if (!answer.path("ok").isBoolean()) {
            throw new UnexpectedAnswerException("'ok' is missing");
        }
        return List.of();
    }

    @Override
    public boolean mayBeMissing(String step) {
        return step.startsWith("optional");
    }

    @Override
    public String adviceOnRefusal() {
        return "Set KEY.";
    }

    @Override
    public String redact(String text) {
        return text.replace("secret", "***");
    }

    @Override
    public void close() {}
}
