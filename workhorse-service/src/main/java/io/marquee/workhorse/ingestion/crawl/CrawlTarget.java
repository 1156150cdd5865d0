package io.marquee.workhorse.ingestion.crawl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/**
 * An API as one crawl of it sees it: what there is to fetch and how to ask for it. A step is a text such as
 * {@code popular?page=3} that says everything the API has to be asked, so that a crawl can be carried on from the list of
 * its steps alone. The same answers always lead to the same steps.
 */
public interface CrawlTarget extends AutoCloseable {

    /** Name for people, for example {@code TMDB}. */
    String displayName();

    CrawlSettings settings();

    /** What to fetch before anything is known. */
    List<String> firstSteps();

    /**
     * Asks once, without any wait or repetition.
     *
     * @throws IOException when there was no whole answer: no connection, a timeout, an answer cut off
     */
    RawAnswer fetch(String step) throws IOException;

    /**
     * Checks an answer and says what is to be fetched because of it; steps already known may be among it.
     *
     * @throws UnexpectedAnswerException when the answer has not the shape that it should have
     */
    List<String> nextSteps(String step, JsonNode answer) throws UnexpectedAnswerException;

    /** Whether the crawl goes on when the API does not know this thing (any more). */
    boolean mayBeMissing(String step);

    /** What a person should do when the API refuses access. */
    String adviceOnRefusal();

    /** The text without anything secret, for messages. */
    String redact(String text);

    @Override
    void close();
}
