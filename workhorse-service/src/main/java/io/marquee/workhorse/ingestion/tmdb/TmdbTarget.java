package io.marquee.workhorse.ingestion.tmdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.workhorse.ingestion.crawl.CrawlSettings;
import io.marquee.workhorse.ingestion.crawl.CrawlTarget;
import io.marquee.workhorse.ingestion.crawl.RawAnswer;
import io.marquee.workhorse.ingestion.crawl.UnexpectedAnswerException;
import java.io.IOException;
import java.util.List;

/** TMDB as one crawl of it sees it. */
final class TmdbTarget implements CrawlTarget {

    private final TmdbClient client;
    private final TmdbPlan plan;
    private final CrawlSettings settings;

    TmdbTarget(TmdbClient client, TmdbPlan plan, CrawlSettings settings) {
        this.client = client;
        this.plan = plan;
        this.settings = settings;
    }

    @Override
    public String displayName() {
        return "TMDB";
    }

    @Override
    public CrawlSettings settings() {
        return settings;
    }

    @Override
    public List<String> firstSteps() {
        return plan.first().stream().map(TmdbStep::key).toList();
    }

    @Override
    public RawAnswer fetch(String step) throws IOException {
        return client.ask(TmdbStep.parse(step));
    }

    @Override
    public List<String> nextSteps(String step, JsonNode answer) throws UnexpectedAnswerException {
        return switch (TmdbStep.parse(step)) {
            case TmdbStep.Genres _ -> {
                TmdbAnswers.genres(answer);
                yield List.of();
            }
            case TmdbStep.Details details -> {
                TmdbAnswers.details(details, answer);
                yield List.of();
            }
            case TmdbStep.Paged page ->
                plan.after(page, TmdbAnswers.page(page, answer)).stream()
                        .map(TmdbStep::key)
                        .toList();
        };
    }

    @Override
    public boolean mayBeMissing(String step) {
        return TmdbStep.parse(step) instanceof TmdbStep.Details;
    }

    @Override
    public String adviceOnRefusal() {
        return TmdbCredentials.ADVICE;
    }

    @Override
    public String redact(String text) {
        return client.redact(text);
    }

    @Override
    public void close() {
        client.close();
    }
}
