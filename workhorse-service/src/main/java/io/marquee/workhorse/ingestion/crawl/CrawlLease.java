package io.marquee.workhorse.ingestion.crawl;

/**
 * The right to carry out a crawl.
 *
 * @param number greater than that of every worker before; a writer with an older number is refused
 * @param crawl as it was when it was taken
 */
record CrawlLease(String crawlId, long number, Crawl crawl) {}
