/** What the catalogue's columns hold: counts, ranges, distributions and top values, in bounded time. */
@NullMarked
package io.marquee.workhorse.ingestion.quality.statistics;

import org.jspecify.annotations.NullMarked;
