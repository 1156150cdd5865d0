/** The Movie Database: its API, crawls of it, and movies from what was crawled. */
@NullMarked
package io.marquee.workhorse.ingestion.tmdb;

import org.jspecify.annotations.NullMarked;
