/**
 * Crawls of APIs, whatever the API: what to fetch next, at which pace, what to make of an answer, how far it is, and the
 * archive of what was received. Owns {@code catalog.crawls} and {@code catalog.crawl_steps}.
 */
@NullMarked
package io.marquee.workhorse.ingestion.crawl;

import org.jspecify.annotations.NullMarked;
