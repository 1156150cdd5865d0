package io.marquee.workhorse.ingestion.crawl;

/** An answer that is sound JSON but not what the API is known to send; the message says what was expected. */
public class UnexpectedAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnexpectedAnswerException(String message) {
        super(message);
    }
}
