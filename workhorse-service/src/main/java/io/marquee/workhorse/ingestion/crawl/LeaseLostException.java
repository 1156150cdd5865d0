package io.marquee.workhorse.ingestion.crawl;

/** The crawl was cancelled or belongs to another worker now; whoever meets this must not write anything more. */
class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(String crawlId) {
        super("the crawl " + crawlId + " was cancelled or taken over by another worker");
    }
}
